package dev.mullion.backend.host;

import dev.mullion.security.Authorizer;
import dev.mullion.security.Permission;
import dev.mullion.security.Unguarded;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Where somebody may have containers made. What policies say to that is told by admission. */
@Service
public class LaunchPlaces {

    private static final Comparator<LaunchPlace> BY_NAME =
            Comparator.comparing(LaunchPlace::name, String.CASE_INSENSITIVE_ORDER);

    private final HostInventory inventory;
    private final Authorizer authorizer;

    LaunchPlaces(HostInventory inventory, Authorizer authorizer) {
        this.inventory = inventory;
        this.authorizer = authorizer;
    }

    /**
     * The hosts on which the caller may have something made, by name.
     *
     * @param owner whose it will be; empty for the platform's own
     */
    @Unguarded("it asks for each host whether the caller may make something there")
    public List<LaunchPlace> of(Optional<Destination.Owner> owner) {
        return inventory.all().stream()
                .map(HostSnapshot::view)
                .filter(view ->
                        authorizer.may(
                                Permission.CONTAINER_CREATE,
                                Destination.of(owner, view.host().id())))
                .map(LaunchPlace::of)
                .sorted(BY_NAME)
                .toList();
    }
}
