package dev.mullion.engine.hcs;

import dev.mullion.engine.runtime.ContainerSpec;
import dev.mullion.engine.runtime.MountSpec;
import dev.mullion.engine.runtime.NotOfferedException;
import dev.mullion.engine.runtime.ResourceLimits;
import dev.mullion.engine.runtime.SecuritySpec;
import dev.mullion.hcs.document.ComputeSystemDocument;
import dev.mullion.hcs.document.ComputeSystemDocument.AssignedDevice;
import dev.mullion.hcs.document.ComputeSystemDocument.GuestOs;
import dev.mullion.hcs.document.ComputeSystemDocument.MappedDirectory;
import dev.mullion.hcs.document.ComputeSystemDocument.MappedPipe;
import dev.mullion.hcs.document.ComputeSystemDocument.Memory;
import dev.mullion.hcs.document.ComputeSystemDocument.Networking;
import dev.mullion.hcs.document.ComputeSystemDocument.QoS;
import dev.mullion.hcs.document.ComputeSystemDocument.RegistryChanges;
import dev.mullion.hcs.document.ComputeSystemDocument.Storage;
import dev.mullion.hcs.document.ContainerDocument;
import dev.mullion.hcs.document.HcsJson;
import dev.mullion.hcs.document.SchemaVersion;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says in the service's documents what a container is. */
final class Documents {

    /** Type {@code ClassGuid} is written from this build on; before it the class alone is. */
    private static final int TYPED_DEVICES = 18362;

    private static final long MIB = 1 << 20;
    private static final String PIPES = "\\\\.\\pipe\\";

    private final String owner;
    private final WindowsHost host;

    Documents(String owner, WindowsHost host) {
        this.owner = owner;
        this.host = host;
    }

    /** Writes the document of the second generation, for process isolation. */
    String ofProcess(SystemPlan plan) throws IOException {
        ContainerSpec spec = plan.spec();
        ResourceLimits limits = spec.limits();
        List<ComputeSystemDocument.Layer> layers =
                plan.parents().stream()
                        .map(parent ->
                                new ComputeSystemDocument.Layer(
                                        parent.id(), parent.path().toString()))
                        .toList();
        var container =
                new ComputeSystemDocument.Container(
                        spec.hostname().isEmpty() ? null : new GuestOs(spec.hostname()),
                        new Storage(layers, Objects.requireNonNull(plan.volume()), qos(limits)),
                        CpuLimits.ofProcess(limits, host.processors()).processor(),
                        limits.memory() > 0 ? new Memory(megabytes(limits.memory())) : null,
                        orNull(directories(spec)),
                        orNull(pipes(spec)),
                        networking(plan),
                        plan.guard(),
                        orNull(devices(spec.security())),
                        RegistryChanges.PATIENT_SHUTDOWN);
        return HcsJson.write(
                new ComputeSystemDocument(owner, SchemaVersion.LOWEST, false, container));
    }

    /** Writes the document of the first generation, for Hyper-V isolation. */
    String ofHyperV(SystemPlan plan) throws IOException {
        ContainerSpec spec = plan.spec();
        ResourceLimits limits = spec.limits();
        CpuLimits cpu = CpuLimits.ofUtilityVm(limits, host.processors());
        List<ContainerDocument.Layer> layers =
                plan.parents().stream()
                        .map(parent ->
                                new ContainerDocument.Layer(parent.id(), parent.path().toString()))
                        .toList();
        boolean connected = !plan.endpoints().isEmpty();
        return HcsJson.write(
                new ContainerDocument(
                        "Container",
                        plan.id().hex(),
                        owner,
                        null,
                        true,
                        spec.root().writable().toString(),
                        layers,
                        cpu.count(),
                        cpu.weight(),
                        cpu.maximum(),
                        limits.memory() > 0 ? Long.valueOf(megabytes(limits.memory())) : null,
                        positive(limits.ioMaximumOperations()),
                        positive(limits.ioMaximumBandwidth()),
                        spec.hostname().isEmpty() ? null : spec.hostname(),
                        spec.credentialSpec(),
                        orNull(directories(spec)),
                        orNull(pipes(spec)),
                        null,
                        true,
                        new ContainerDocument.HvRuntime(
                                Objects.requireNonNull(plan.utilityVm()).toString()),
                        connected ? plan.endpoints() : null,
                        connected ? Boolean.TRUE : null,
                        connected ? search(spec) : null));
    }

    /** Windows wants an even number; what is asked for is never cut. */
    static long megabytes(long bytes) {
        long megabytes = Math.ceilDiv(bytes, MIB);
        return megabytes + megabytes % 2;
    }

    private static @Nullable QoS qos(ResourceLimits limits) {
        boolean any = limits.ioMaximumOperations() > 0 || limits.ioMaximumBandwidth() > 0;
        return any
                ? new QoS(
                        positive(limits.ioMaximumOperations()),
                        positive(limits.ioMaximumBandwidth()))
                : null;
    }

    private static @Nullable Long positive(long value) {
        return value > 0 ? Long.valueOf(value) : null;
    }

    private static <T> @Nullable List<T> orNull(List<T> list) {
        return list.isEmpty() ? null : list;
    }

    private static @Nullable Networking networking(SystemPlan plan) {
        UUID namespace = plan.namespace();
        return namespace == null
                ? null
                : new Networking(namespace, Boolean.TRUE, search(plan.spec()));
    }

    private static @Nullable String search(ContainerSpec spec) {
        return spec.domainname().isEmpty() ? null : spec.domainname();
    }

    private static List<MappedDirectory> directories(ContainerSpec spec) throws IOException {
        List<MappedDirectory> directories = new ArrayList<>();
        for (MountSpec mount : spec.mounts()) {
            if (mount instanceof MountSpec.Bind bind) {
                directories.add(
                        new MappedDirectory(
                                real(bind.source()).toString(), bind.target(), bind.readOnly()));
            } else if (mount instanceof MountSpec.Memory) {
                throw new NotOfferedException(
                        "Windows containers have no mounts of type tmpfs ("
                                + mount.target()
                                + "); use a volume");
            }
        }
        return directories;
    }

    /** What is mapped is the place that links lead to, once and for all. */
    private static Path real(Path source) throws IOException {
        try {
            return source.toRealPath();
        } catch (NoSuchFileException e) {
            throw new IOException("The bind source isn't there: " + source, e);
        }
    }

    private static List<MappedPipe> pipes(ContainerSpec spec) throws IOException {
        List<MappedPipe> pipes = new ArrayList<>();
        for (MountSpec mount : spec.mounts()) {
            if (mount instanceof MountSpec.Pipe pipe) {
                pipes.add(new MappedPipe(pipeName(pipe.target()), pipe.source()));
            }
        }
        return pipes;
    }

    private static String pipeName(String target) throws IOException {
        String path = target.replace('/', '\\');
        if (!path.toLowerCase(Locale.ROOT).startsWith(PIPES) || path.length() == PIPES.length()) {
            throw new IOException("Not a named pipe inside a container: " + target);
        }
        return path.substring(PIPES.length());
    }

    private List<AssignedDevice> devices(SecuritySpec security) throws IOException {
        List<AssignedDevice> devices = new ArrayList<>();
        for (SecuritySpec.Device device : security.devices()) {
            devices.add(
                    new AssignedDevice(
                            host.version().build() >= TYPED_DEVICES ? "ClassGuid" : null,
                            deviceClass(device.host()),
                            null));
        }
        return devices;
    }

    /** Reads {@code class/GUID} or {@code class://GUID}. */
    private static UUID deviceClass(String path) throws IOException {
        String guid =
                path.startsWith("class://")
                        ? path.substring("class://".length())
                        : path.startsWith("class/") ? path.substring("class/".length()) : "";
        try {
            if (guid.length() == 36) {
                return UUID.fromString(guid);
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("Not the GUID of a device's interface class: " + path, e);
        }
        throw new NotOfferedException(
                "Windows containers get devices by their interface class, as class/GUID, not "
                        + path);
    }
}
