package dev.mullion.engine.hcs;

import dev.mullion.engine.runtime.ResourceUsage;
import dev.mullion.engine.runtime.ResourceUsage.DeviceIo;
import dev.mullion.engine.runtime.RunningProcess;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.document.HcsJson;
import dev.mullion.hcs.document.PropertyQuery;
import dev.mullion.hcs.document.SystemProperties;
import dev.mullion.hcs.document.SystemProperties.MemoryUse;
import dev.mullion.hcs.document.SystemProperties.ProcessDetails;
import dev.mullion.hcs.document.SystemProperties.ProcessorUse;
import dev.mullion.hcs.document.SystemProperties.Statistics;
import dev.mullion.hcs.document.SystemProperties.StorageUse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What containers use. For each answer the service walks all processes of the host, so it is asked
 * by one thread at a time.
 */
final class Usages {

    private static final int NANOS = 100;

    private final Means means;
    private final WindowsHost host;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    Usages(Means means, WindowsHost host) {
        this.means = means;
        this.host = host;
    }

    /** What it uses; nothing at all while it is ending. */
    ResourceUsage usage(WindowsContainer container) throws IOException {
        SystemProperties properties =
                container.isEnding() ? null : ask(container, List.of("Statistics"));
        Statistics statistics = properties == null ? null : properties.statistics();
        return of(statistics, container.record().memory());
    }

    private ResourceUsage of(@Nullable Statistics statistics, long memoryLimit) {
        Instant now = means.timing().now();
        ProcessorUse cpu = statistics == null ? null : statistics.processor();
        MemoryUse memory = statistics == null ? null : statistics.memory();
        StorageUse storage = statistics == null ? null : statistics.storage();
        return new ResourceUsage(
                now,
                cpu == null ? 0 : nanos(cpu.totalRuntime100ns()),
                cpu == null ? 0 : nanos(cpu.runtimeUser100ns()),
                cpu == null ? 0 : nanos(cpu.runtimeKernel100ns()),
                List.of(),
                0,
                host.processors(),
                0,
                0,
                0,
                memory == null ? 0 : value(memory.memoryUsageCommitBytes()),
                memory == null ? 0 : value(memory.memoryUsageCommitPeakBytes()),
                memoryLimit > 0 ? memoryLimit : host.memory(),
                0,
                memory == null
                        ? Map.of()
                        : Map.of(
                                ResourceUsage.PRIVATE_WORKING_SET,
                                value(memory.memoryUsagePrivateWorkingSetBytes())),
                0,
                0,
                storage == null ? List.of() : io(storage));
    }

    private static List<DeviceIo> io(StorageUse storage) {
        return List.of(
                new DeviceIo(
                        0,
                        0,
                        "read",
                        value(storage.readSizeBytes()),
                        value(storage.readCountNormalized())),
                new DeviceIo(
                        0,
                        0,
                        "write",
                        value(storage.writeSizeBytes()),
                        value(storage.writeCountNormalized())));
    }

    /** Its processes, the first one first; none while it is ending. */
    List<RunningProcess> processes(WindowsContainer container) throws IOException {
        SystemProperties properties = ask(container, List.of("ProcessList"));
        List<RunningProcess> all = new ArrayList<>();
        if (properties == null || properties.processList() == null) {
            return all;
        }
        int first = container.record().pid();
        for (ProcessDetails details : properties.processList()) {
            RunningProcess process = of(details);
            if (details.processId() == first) {
                all.addFirst(process);
            } else {
                all.add(process);
            }
        }
        return all;
    }

    private static RunningProcess of(ProcessDetails details) {
        long time = nanos(details.userTime100ns()) + nanos(details.kernelTime100ns());
        return new RunningProcess(
                details.processId(),
                details.imageName() == null ? "" : details.imageName(),
                Duration.ofNanos(time),
                value(details.memoryWorkingSetPrivateBytes()));
    }

    private @Nullable SystemProperties ask(WindowsContainer container, List<String> types)
            throws IOException {
        OpenSystem system = container.requireSystem();
        String query = HcsJson.write(new PropertyQuery(types));
        oneAtATime.lock();
        try {
            return means.calls()
                    .call(
                            "Asking " + system,
                            means.limits().request(),
                            () ->
                                    HcsJson.read(
                                            system.system().properties(query),
                                            SystemProperties.class),
                            late -> {});
        } catch (HcsException e) {
            boolean ending =
                    Failures.hasEnded(e)
                            || Failures.is(e, Failures.INVALID_STATE)
                            || Failures.is(e, Failures.INVALID_HANDLE);
            if (ending) {
                return null;
            }
            throw Failures.of("What container " + container.id() + " uses", e);
        } finally {
            oneAtATime.unlock();
        }
    }

    private static long nanos(@Nullable Long hundreds) {
        return value(hundreds) * NANOS;
    }

    private static long value(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
