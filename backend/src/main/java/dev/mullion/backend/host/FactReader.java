package dev.mullion.backend.host;

import dev.mullion.docker.Compatibility;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.OsVersion;
import dev.mullion.docker.api.EngineVersion;
import dev.mullion.docker.api.SystemInfo;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes a host's facts out of what its engine says. */
final class FactReader {

    private static final String WORD_OF_EMULATION = "EMULATED";

    private static final String ONLY_OWN_KERNELS =
            "The operator of this host lets nothing run without a kernel of its own";

    /** The label in which Mullion's engine lists the isolations that can be had. */
    private static final String ISOLATIONS = "dev.mullion.isolations";

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
            boolean process =
                    info.label(ISOLATIONS)
                            .filter(words -> !words.contains(Isolation.PROCESS.toString()))
                            .isEmpty();
            return List.of(
                    new IsolationOffer(
                            Isolation.PROCESS,
                            process,
                            process
                                    ? "Containers share the kernel of the host, as always in this"
                                            + " isolation"
                                    : ONLY_OWN_KERNELS),
                    new IsolationOffer(
                            Isolation.HYPERV,
                            false,
                            "An engine on Linux can't give a container a kernel of its own yet"));
        }
        Optional<String> told = info.label(ISOLATIONS);
        if (told.isPresent()) {
            return told(told.get(), sharesItsKernel(info), info.isolation() == Isolation.HYPERV);
        }
        boolean byDefault = info.isolation() == Isolation.HYPERV;
        return List.of(
                new IsolationOffer(Isolation.PROCESS, true, sharesItsKernel(info)),
                new IsolationOffer(
                        Isolation.HYPERV,
                        true,
                        byDefault
                                ? "Each container has a kernel of its own; this is the host's own"
                                        + " choice"
                                : "Each container has a kernel of its own, if the host has the"
                                        + " Hyper-V role, which it doesn't tell"));
    }

    private static String sharesItsKernel(SystemInfo info) {
        return "Containers share the kernel of the host"
                + OsVersion.find(info.osVersion())
                        .map(version ->
                                "; the image has to be " + Compatibility.imagesInProcess(version))
                        .orElse(", which the image has to fit");
    }

    /** What an engine of ours tells, which knows its host and what its operator requires. */
    private static List<IsolationOffer> told(
            String words, String sharesItsKernel, boolean hypervByDefault) {
        List<String> all = List.of(words.split(",", -1));
        boolean process = all.contains(Isolation.PROCESS.toString());
        boolean hyperv = all.contains(Isolation.HYPERV.toString());
        return List.of(
                new IsolationOffer(
                        Isolation.PROCESS, process, process ? sharesItsKernel : ONLY_OWN_KERNELS),
                new IsolationOffer(
                        Isolation.HYPERV,
                        hyperv,
                        !hyperv
                                ? "This host has no Hyper-V"
                                : hypervByDefault
                                        ? "Each container has a kernel of its own; this is the"
                                                + " host's own choice"
                                        : "Each container has a kernel of its own"));
    }

    private static boolean emulated(SystemInfo info) {
        return info.operatingSystem().contains(WORD_OF_EMULATION)
                || info.serverVersion().contains(WORD_OF_EMULATION)
                || info.labels().stream().anyMatch(label -> label.contains(WORD_OF_EMULATION));
    }
}
