package dev.mullion.backend.host;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.OsVersion;
import dev.mullion.docker.api.EngineVersion;
import dev.mullion.docker.api.SystemInfo;
import java.util.List;
import java.util.Locale;

/** Makes a host's facts out of what its engine says. */
final class FactReader {

    private static final String WORD_OF_EMULATION = "EMULATED";

    private FactReader() {}

    static HostFacts facts(EngineVersion version, SystemInfo info, String apiVersion) {
        EngineVersion.Product product = version.platform();
        boolean named = product != null && !product.name().isEmpty();
        return new HostFacts(
                named && product != null ? product.name() : "Docker Engine",
                info.serverVersion().isEmpty() ? version.version() : info.serverVersion(),
                apiVersion,
                info.osType().toLowerCase(Locale.ROOT),
                info.operatingSystem(),
                OsVersion.find(info.osVersion()).orElse(null),
                info.kernelVersion(),
                info.architecture(),
                info.cpus(),
                info.memTotal(),
                info.driver(),
                offers(info),
                info.warnings(),
                emulated(info));
    }

    /** What containers get that leave the choice to the host. */
    static Isolation ownDefault(HostFacts facts, SystemInfo info) {
        return facts.windows() ? info.isolation() : Isolation.PROCESS;
    }

    private static List<IsolationOffer> offers(SystemInfo info) {
        if (!info.osType().equalsIgnoreCase("windows")) {
            return List.of(
                    new IsolationOffer(
                            Isolation.PROCESS,
                            true,
                            "Containers share the kernel of the host, as always in this"
                                    + " isolation"),
                    new IsolationOffer(
                            Isolation.HYPERV,
                            false,
                            "An engine on Linux can't give a container a kernel of its own yet"));
        }
        boolean byDefault = info.isolation() == Isolation.HYPERV;
        return List.of(
                new IsolationOffer(
                        Isolation.PROCESS,
                        true,
                        "Containers share the kernel of the host; the image has to be of the same"
                                + " Windows build"),
                new IsolationOffer(
                        Isolation.HYPERV,
                        true,
                        byDefault
                                ? "Each container has a kernel of its own; this is the host's own"
                                        + " choice"
                                : "Each container has a kernel of its own, if the host has the"
                                        + " Hyper-V role, which it doesn't tell"));
    }

    private static boolean emulated(SystemInfo info) {
        return info.operatingSystem().contains(WORD_OF_EMULATION)
                || info.serverVersion().contains(WORD_OF_EMULATION)
                || info.labels().stream().anyMatch(label -> label.contains(WORD_OF_EMULATION));
    }
}
