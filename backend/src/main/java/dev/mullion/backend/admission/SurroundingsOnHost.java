package dev.mullion.backend.admission;

import dev.mullion.docker.api.NetworkDetails;
import dev.mullion.docker.client.DockerClient;
import dev.mullion.docker.client.NoSuchObjectException;
import dev.mullion.security.guardrail.NamedThings;
import dev.mullion.security.guardrail.Surroundings;
import dev.mullion.security.ownership.Belonging;
import dev.mullion.security.ownership.OwnershipBook;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Looks on a host for what a request names. What isn't found is left out, and with that refused
 * wherever it matters whose it is.
 */
final class SurroundingsOnHost {

    /** Networks that engines bring along; who is in them meets everybody else on the host. */
    private static final Set<String> PREDEFINED = Set.of("bridge", "nat", "host", "none");

    private final UUID host;
    private final OwnershipBook owners;
    private final Surroundings.Owner nobody;

    /**
     * @param nobody to whom belongs what no tenant has: the platform, if it is the platform that
     *     asks
     */
    SurroundingsOnHost(UUID host, OwnershipBook owners, Surroundings.Owner nobody) {
        this.host = host;
        this.owners = owners;
        this.nobody = nobody;
    }

    Surroundings of(NamedThings named, DockerClient client) {
        return new Surroundings(
                found(named.containers(), name -> container(client, name)),
                // tenants have no volumes of their own yet: all there are belong to no tenant
                named.volumes().stream()
                        .collect(Collectors.toMap(Function.identity(), _ -> nobody)),
                Set.of(),
                networks(named.networks(), client));
    }

    private static <T> Map<String, T> found(Set<String> names, Function<String, T> look) {
        Map<String, T> found = new HashMap<>();
        names.forEach(name -> look(name, look).ifPresent(thing -> found.put(name, thing)));
        return found;
    }

    /** Nothing if there is none of that name, or never can be. */
    private static <T> Optional<T> look(String name, Function<String, T> look) {
        try {
            return Optional.of(look.apply(name));
        } catch (NoSuchObjectException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Surroundings.Owner container(DockerClient client, String reference) {
        var id = client.containers().inspect(reference).id();
        return owners.of(host, id.hex()).map(SurroundingsOnHost::owner).orElse(nobody);
    }

    private static Surroundings.Owner owner(Belonging belonging) {
        return new Surroundings.Owner(belonging.tenant().value(), belonging.stage().code());
    }

    /**
     * Tenants have no networks of their own yet, so that for them there are only the engine's: who
     * tries names learns nothing of the others.
     */
    private Map<String, Surroundings.Network> networks(Set<String> names, DockerClient client) {
        Map<String, Surroundings.Network> known = found(names, name -> network(client, name));
        if (nobody.tenant() == null) {
            known.values().removeIf(network -> !network.predefined());
        }
        return known;
    }

    private Surroundings.Network network(DockerClient client, String name) {
        NetworkDetails network = client.networks().inspect(name);
        return new Surroundings.Network(
                network.driver(), PREDEFINED.contains(network.name()), nobody);
    }
}
