package dev.mullion.engine.hcs;

import dev.mullion.docker.Isolation;
import dev.mullion.hcs.NotAvailableException;
import dev.mullion.hcs.compute.Compute;
import dev.mullion.hcs.compute.ComputeSystem;
import dev.mullion.hcs.document.HcsJson;
import dev.mullion.hcs.document.SystemProperties;
import dev.mullion.hcs.document.SystemQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The two libraries through which containers are reached.
 *
 * @param second computecore.dll, for process isolation
 * @param first vmcompute.dll, for Hyper-V isolation
 */
record Computes(Compute second, Compute first) {

    Compute of(Isolation isolation) {
        return isolation == Isolation.HYPERV ? first : second;
    }

    /** Opens a system and listens to it. */
    OpenSystem open(Means means, Compute compute, String id) throws IOException {
        ComputeSystem system =
                means.calls()
                        .call(
                                "Opening the compute system " + id,
                                means.limits().request(),
                                () -> compute.open(id),
                                ComputeSystem::close);
        return OpenSystem.of(means, system);
    }

    /**
     * Lists the systems of one owner, by their ids. Whether each library lists those of the other
     * is UNVERIFIED, so both are asked.
     */
    Map<String, Listed> ownedBy(Means means, String owner) throws IOException {
        return means.calls()
                .call(
                        "Listing the compute systems",
                        means.limits().request(),
                        () -> list(owner),
                        late -> {});
    }

    /** A system that was found, and through what. */
    record Listed(SystemProperties properties, Compute compute) {}

    private Map<String, Listed> list(String owner) {
        String query = HcsJson.write(SystemQuery.ofOwner(owner));
        Map<String, Listed> all = new LinkedHashMap<>();
        for (Compute compute : List.of(second, first)) {
            for (SystemProperties properties : systems(compute, query)) {
                if (properties.id() != null && owner.equals(properties.owner())) {
                    all.putIfAbsent(properties.id(), new Listed(properties, compute));
                }
            }
        }
        return all;
    }

    private static List<SystemProperties> systems(Compute compute, String query) {
        try {
            String answer = compute.enumerate(query);
            return answer.isBlank()
                    ? new ArrayList<>()
                    : List.of(HcsJson.read(answer, SystemProperties[].class));
        } catch (NotAvailableException e) {
            return List.of();
        }
    }
}
