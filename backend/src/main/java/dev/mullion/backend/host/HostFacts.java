package dev.mullion.backend.host;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.OsVersion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a host says about itself.
 *
 * @param engine the product, for example {@code Docker Engine - Community}
 * @param engineVersion the product's version
 * @param apiVersion the version of the Docker Engine API that the portal speaks with it
 * @param osType {@code linux} or {@code windows}
 * @param operatingSystem the operating system as people name it
 * @param osVersion the Windows build; null elsewhere
 * @param cpus how many processors it has
 * @param memoryBytes how much memory it has, in bytes
 * @param isolation which kinds of isolation it offers, both kinds always listed
 * @param warnings what the engine itself thinks is wrong with its host
 * @param emulated whether it only plays a host: its containers are not real
 */
public record HostFacts(
        String engine,
        String engineVersion,
        String apiVersion,
        String osType,
        String operatingSystem,
        @Nullable OsVersion osVersion,
        String kernel,
        String architecture,
        int cpus,
        long memoryBytes,
        String storageDriver,
        List<IsolationOffer> isolation,
        List<String> warnings,
        boolean emulated) {

    public HostFacts {
        isolation = List.copyOf(isolation);
        warnings = List.copyOf(warnings);
    }

    /** What the host says about one kind of isolation; nothing for its own default. */
    public Optional<IsolationOffer> offer(Isolation wanted) {
        return isolation.stream().filter(offer -> offer.isolation() == wanted).findFirst();
    }

    /** Whether it runs Windows. */
    public boolean windows() {
        return osType.equals("windows");
    }
}
