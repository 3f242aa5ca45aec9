package dev.mullion.engine.linux;

import dev.mullion.docker.Isolation;
import dev.mullion.engine.runtime.ContainerSpec;
import dev.mullion.engine.runtime.MountSpec;
import dev.mullion.engine.runtime.NamespaceSpec;
import dev.mullion.engine.runtime.ProcessSpec;
import dev.mullion.engine.runtime.ResourceLimits;
import dev.mullion.engine.runtime.RootFileSystem;
import dev.mullion.engine.runtime.SecuritySpec;
import dev.mullion.engine.runtime.TerminalSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A container of the tests, to be changed where a test wants it otherwise. */
final class TestSpec {

    final Path root;
    Path log;
    List<String> arguments;
    List<String> environment = new ArrayList<>();
    String directory = "/";
    String user = "";
    List<String> groups = List.of();
    boolean terminal;
    @Nullable TerminalSize size;
    boolean readOnlyRoot;
    List<MountSpec> mounts = new ArrayList<>();
    long memory;
    long nanoCpus;
    long pids;
    List<ResourceLimits.Ulimit> ulimits = List.of();
    boolean privileged;
    List<String> capAdd = List.of();
    List<String> capDrop = List.of();
    boolean noNewPrivileges;
    @Nullable String seccomp;
    List<SecuritySpec.Device> devices = List.of();
    List<String> deviceRules = List.of();
    long pidNamespace = NamespaceSpec.OWN;
    long ipcNamespace = NamespaceSpec.OWN;
    String hostname = "box";
    String domainname = "";
    Map<String, String> sysctls = new HashMap<>();
    ContainerSpec.Input input = ContainerSpec.Input.NONE;
    boolean init;

    TestSpec(Path root, Path log, List<String> arguments) {
        this.root = root;
        this.log = log;
        this.arguments = arguments;
    }

    ProcessSpec process() {
        return new ProcessSpec(
                arguments,
                null,
                environment,
                directory,
                user,
                groups,
                terminal,
                size,
                input != ContainerSpec.Input.NONE,
                false);
    }

    ResourceLimits limits() {
        return new ResourceLimits(
                memory, 0, 0, nanoCpus, 0, 0, 0, 0, 0, "", "", pids, 0, List.of(), 0, 0, ulimits,
                false);
    }

    ContainerSpec build() {
        return new ContainerSpec(
                process(),
                new RootFileSystem(List.of(), root, root),
                readOnlyRoot,
                mounts,
                limits(),
                new SecuritySpec(
                        privileged,
                        capAdd,
                        capDrop,
                        noNewPrivileges,
                        seccomp,
                        null,
                        null,
                        devices,
                        deviceRules),
                new NamespaceSpec(
                        NamespaceSpec.OWN,
                        pidNamespace,
                        ipcNamespace,
                        NamespaceSpec.OWN,
                        67108864,
                        null),
                hostname,
                domainname,
                sysctls,
                Isolation.PROCESS,
                input,
                log,
                null,
                init);
    }
}
