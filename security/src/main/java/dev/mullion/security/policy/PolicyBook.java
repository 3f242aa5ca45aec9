package dev.mullion.security.policy;

import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Gives the policies as they are now. Each time it asks the database whether anything has changed:
 * a change, made by whichever portal, counts for the next request, and if the database can't be
 * asked nothing can be judged.
 */
@Component
public class PolicyBook {

    /** Which state of things something was made from. */
    record Versions(long policies, long access) {}

    private record Page(Versions versions, PolicyState state) {}

    private final PolicyTable table;
    private volatile @Nullable Page page;

    PolicyBook(PolicyTable table) {
        this.table = table;
    }

    /**
     * The state of things now.
     *
     * @throws org.springframework.dao.DataAccessException if the database can't be asked
     */
    public PolicyState now() {
        var known = page;
        return known != null && known.versions().equals(table.versions()) ? known.state() : read();
    }

    private synchronized PolicyState read() {
        while (true) {
            var before = table.versions();
            var known = page;
            if (known != null && known.versions().equals(before)) {
                return known.state();
            }
            var read =
                    new PolicyState(
                            table.policies().stream()
                                    .collect(
                                            Collectors.toMap(
                                                    StoredPolicy::key, Function.identity())),
                            table.tenants());
            if (table.versions().equals(before)) {
                page = new Page(before, read);
                return read;
            }
        }
    }
}
