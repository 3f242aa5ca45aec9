package dev.mullion.engine.hcs;

import dev.mullion.docker.ContainerId;
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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A container to run, with what tests change. */
final class WindowsSpec {

    String commandLine;
    Path log;
    Path scratch = Path.of("/nowhere");
    Isolation isolation = Isolation.PROCESS;
    ContainerSpec.Input input = ContainerSpec.Input.NONE;
    boolean terminal;
    boolean readOnlyRoot;
    @Nullable TerminalSize size;
    String directory = "";
    String user = "";
    String hostname = "box";
    String domainname = "";
    List<String> environment = List.of();
    List<MountSpec> mounts = new ArrayList<>();
    List<SecuritySpec.Device> devices = List.of();
    @Nullable String credentialSpec;
    @Nullable ContainerId networkOf;
    long memory;
    long nanoCpus;
    long cpuShares;
    long cpuCount;
    long cpuPercent;
    long operations;
    long bandwidth;

    WindowsSpec(String commandLine, Path log) {
        this.commandLine = commandLine;
        this.log = log;
    }

    WindowsSpec in(Isolation chosen) {
        isolation = chosen;
        return this;
    }

    WindowsSpec input(ContainerSpec.Input chosen) {
        input = chosen;
        return this;
    }

    ProcessSpec process() {
        return new ProcessSpec(
                List.of(commandLine.split(" ", 2)[0]),
                commandLine,
                environment,
                directory,
                user,
                List.of(),
                terminal,
                size,
                input != ContainerSpec.Input.NONE,
                false);
    }

    ResourceLimits limits() {
        return new ResourceLimits(
                memory,
                0,
                0,
                nanoCpus,
                cpuShares,
                0,
                0,
                cpuCount,
                cpuPercent,
                "",
                "",
                0,
                0,
                List.of(),
                operations,
                bandwidth,
                List.of(),
                false);
    }

    ContainerSpec build() {
        return new ContainerSpec(
                process(),
                new RootFileSystem(List.of(), scratch, scratch),
                readOnlyRoot,
                mounts,
                limits(),
                new SecuritySpec(
                        false, List.of(), List.of(), false, null, null, null, devices, List.of()),
                new NamespaceSpec(
                        NamespaceSpec.OWN,
                        NamespaceSpec.OWN,
                        NamespaceSpec.OWN,
                        NamespaceSpec.OWN,
                        0,
                        networkOf),
                hostname,
                domainname,
                Map.of(),
                isolation,
                input,
                log,
                credentialSpec,
                false);
    }
}
