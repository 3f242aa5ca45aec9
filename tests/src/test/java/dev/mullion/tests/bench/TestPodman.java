package dev.mullion.tests.bench;

import dev.mullion.docker.testing.Programs;
import dev.mullion.docker.testing.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Podman (Debian's) in somebody's sandbox; it has no daemon: each command is the engine. */
final class TestPodman {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Sandbox sandbox;
    private final Path configuration;

    TestPodman(Sandbox sandbox) throws IOException {
        Programs.find("podman");
        this.sandbox = sandbox;
        this.configuration = sandbox.folder().resolve("containers.conf");
        // its defaults ask for rlimits above those of a machine without CAP_SYS_RESOURCE
        Files.writeString(
                configuration,
                """
                [containers]
                default_ulimits = ["nofile=1024:4096", "nproc=4096:4096"]
                [engine]
                cgroup_manager = "cgroupfs"
                stop_timeout = 0
                events_logger = "file"
                runtime = "runc"
                """);
    }

    /** Podman's command line without the arguments. */
    List<String> prefix() {
        List<String> command =
                List.of(
                        "/usr/bin/env",
                        "CONTAINERS_CONF=" + configuration,
                        Programs.find("podman"),
                        "--root=" + sandbox.disk().resolve("podman"),
                        "--runroot=" + sandbox.folder().resolve("podman-run"),
                        "--tmpdir=" + sandbox.folder().resolve("podman-tmp"));
        return sandbox.inside(command);
    }

    String podman(String... arguments) {
        List<String> command = new ArrayList<>(prefix());
        command.addAll(List.of(arguments));
        return Programs.run(Map.of(), command, LIMIT).strip();
    }
}
