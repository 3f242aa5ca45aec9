package dev.mullion.engine.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The programs of this machine that containers run with.
 *
 * @param runtime crun, or runc where there is no crun
 * @param monitor conmon
 * @param init a small init; null if there is none
 * @param unshare for hybrid control groups; null if there is none
 */
record RuntimePrograms(Path runtime, Path monitor, @Nullable Path init, @Nullable Path unshare) {

    private static final List<String> FOLDERS =
            List.of(
                    "/usr/local/sbin",
                    "/usr/local/bin",
                    "/usr/sbin",
                    "/usr/bin",
                    "/sbin",
                    "/bin",
                    "/usr/libexec/podman",
                    "/usr/lib/cri-o-runc/sbin");

    /**
     * Looks for them; says what is missing and how to get it.
     *
     * @param chosen the runtime to take; null to look for one
     */
    static RuntimePrograms find(@Nullable Path chosen) throws IOException {
        if (chosen != null && !Files.isExecutable(chosen)) {
            throw new IOException("--runtime: " + chosen + " is no program that can be run");
        }
        Optional<Path> runtime =
                Optional.ofNullable(chosen).or(() -> find("crun")).or(() -> find("runc"));
        Optional<Path> monitor = find("conmon");
        if (runtime.isEmpty() || monitor.isEmpty()) {
            throw new IOException(
                    ("Containers need %s, which this host lacks. Install it, for example:"
                                    + " apt-get install crun conmon, or dnf install crun conmon")
                            .formatted(
                                    runtime.isPresent()
                                            ? "conmon"
                                            : monitor.isPresent()
                                                    ? "crun (or runc)"
                                                    : "crun (or runc) and conmon"));
        }
        return new RuntimePrograms(
                runtime.get(),
                monitor.get(),
                find("docker-init").or(() -> find("tini")).or(() -> find("catatonit")).orElse(null),
                find("unshare").orElse(null));
    }

    boolean isCrun() {
        return runtime.endsWith("crun");
    }

    private static Optional<Path> find(String name) {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
