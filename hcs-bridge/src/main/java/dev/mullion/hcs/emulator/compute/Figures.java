package dev.mullion.hcs.emulator.compute;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Figures of a system that look like those of a real one: they follow its time and its pipes. */
final class Figures {

    private static final long MIB = 1 << 20;
    private static final long BOOT_100NS = 9_000_000;
    private static final long IDLE_100NS_A_SECOND = 30_000;
    private static final long PROCESS_100NS = 156_250;
    private static final long BASE_MEMORY = 42 * MIB;
    private static final long PROCESS_MEMORY = 5 * MIB;
    private static final List<String> SERVICES =
            List.of(
                    "smss.exe",
                    "csrss.exe",
                    "wininit.exe",
                    "services.exe",
                    "lsass.exe",
                    "svchost.exe",
                    "svchost.exe",
                    "CExecSvc.exe");

    private final Instant now;
    private final Instant started;
    private final long seconds;
    private final List<EmulatedProcess> running;
    private final Spent ended;
    private final long limit;

    /** What processes that have ended have used. */
    record Spent(int processes, long read, long written) {

        Spent plus(EmulatedProcess process) {
            return new Spent(
                    processes + 1,
                    read + process.stdio().bytesRead(),
                    written + process.stdio().bytesWritten());
        }
    }

    Figures(
            Instant now,
            Instant started,
            List<EmulatedProcess> running,
            Spent ended,
            long limitInBytes) {
        this.now = now;
        this.started = started;
        this.seconds = Math.max(0, Duration.between(started, now).toSeconds());
        this.running = running;
        this.ended = ended;
        this.limit = limitInBytes;
    }

    ObjectNode statistics() {
        long processor =
                BOOT_100NS
                        + IDLE_100NS_A_SECOND * seconds
                        + ended.processes() * PROCESS_100NS
                        + ended.written() / 8
                        + running.stream().mapToLong(this::processor).sum();
        long written =
                ended.written()
                        + running.stream().mapToLong(one -> one.stdio().bytesWritten()).sum();
        long read = ended.read() + running.stream().mapToLong(one -> one.stdio().bytesRead()).sum();
        ObjectNode figures =
                Json.object()
                        .put("Timestamp", now.toString())
                        .put("ContainerStartTime", started.toString())
                        .put("Uptime100ns", Duration.between(started, now).toNanos() / 100);
        figures.putObject("Processor")
                .put("TotalRuntime100ns", processor)
                .put("RuntimeUser100ns", processor / 2)
                .put("RuntimeKernel100ns", processor - processor / 2);
        figures.putObject("Memory")
                .put("MemoryUsageCommitBytes", limited(memory()))
                .put("MemoryUsageCommitPeakBytes", limited(memory() + 4 * MIB))
                .put("MemoryUsagePrivateWorkingSetBytes", limited(memory()) * 3 / 5);
        figures.putObject("Storage")
                .put("ReadCountNormalized", 1200 + seconds + read / 8192)
                .put("ReadSizeBytes", 9_830_400 + 4096 * seconds + read)
                .put("WriteCountNormalized", 300 + seconds / 2 + written / 8192)
                .put("WriteSizeBytes", 2_457_600 + 2048 * seconds + written);
        return figures;
    }

    private long memory() {
        return BASE_MEMORY + running.size() * PROCESS_MEMORY + seconds % 7 * 65_536;
    }

    private long limited(long bytes) {
        return limit == 0 ? bytes : Math.min(bytes, limit);
    }

    private long processor(EmulatedProcess process) {
        long age = Math.max(0, Duration.between(process.began(), now).toSeconds());
        return PROCESS_100NS + age * PROCESS_100NS / 10 + process.stdio().bytesWritten() / 8;
    }

    ArrayNode processes() {
        ArrayNode list = Json.array();
        for (int i = 0; i < SERVICES.size(); i++) {
            long used = PROCESS_100NS * (i + 1);
            list.add(details(100 + 4 * i, SERVICES.get(i), started, used, BASE_MEMORY / 8));
        }
        for (EmulatedProcess process : running) {
            list.add(
                    details(
                            process.id(),
                            process.imageName(),
                            process.began(),
                            processor(process),
                            PROCESS_MEMORY));
        }
        return list;
    }

    private static ObjectNode details(
            int id, String name, Instant began, long processor, long memory) {
        return Json.object()
                .put("ProcessId", id)
                .put("ImageName", name)
                .put("CreateTimestamp", began.toString())
                .put("UserTime100ns", processor / 2)
                .put("KernelTime100ns", processor - processor / 2)
                .put("MemoryCommitBytes", memory)
                .put("MemoryWorkingSetPrivateBytes", memory * 3 / 5)
                .put("MemoryWorkingSetSharedBytes", memory / 5);
    }
}
