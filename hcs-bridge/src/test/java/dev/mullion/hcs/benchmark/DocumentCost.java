package dev.mullion.hcs.benchmark;

import dev.mullion.hcs.document.ComputeSystemDocument;
import dev.mullion.hcs.document.ContainerDocument;
import dev.mullion.hcs.document.HcsJson;
import dev.mullion.hcs.document.SchemaVersion;
import dev.mullion.hcs.document.SystemProperties;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs to write a container's document in each isolation, and to read an answer. */
@State(Scope.Benchmark)
public class DocumentCost {

    private static final int LAYERS = 8;
    private static final String ANSWER =
            "{\"Id\":\"web-01\",\"SystemType\":\"Container\",\"Owner\":\"mullion\",\"State\":\"Running\","
                    + "\"Statistics\":{\"Timestamp\":\"2026-11-24T10:15:00.123Z\",\"Uptime100ns\":450,"
                    + "\"Processor\":{\"TotalRuntime100ns\":3,\"RuntimeUser100ns\":1,"
                    + "\"RuntimeKernel100ns\":2},\"Memory\":{\"MemoryUsageCommitBytes\":268435456}}}";

    private final List<UUID> ids =
            IntStream.range(0, LAYERS).mapToObj(i -> new UUID(1, i)).toList();

    @Benchmark
    public String processIsolation() {
        return HcsJson.write(
                new ComputeSystemDocument(
                        "mullion",
                        SchemaVersion.LOWEST,
                        false,
                        new ComputeSystemDocument.Container(
                                new ComputeSystemDocument.GuestOs("web-01"),
                                new ComputeSystemDocument.Storage(
                                        ids.stream()
                                                .map(id ->
                                                        new ComputeSystemDocument.Layer(
                                                                id, "C:\\Mullion\\layers\\" + id))
                                                .toList(),
                                        "\\\\?\\Volume{66d1ef4c-7a00-11e6-8948-00155ddbef9d}\\",
                                        null),
                                new ComputeSystemDocument.Processor(null, 5000L, null),
                                new ComputeSystemDocument.Memory(2048),
                                List.of(
                                        new ComputeSystemDocument.MappedDirectory(
                                                "D:\\data", "C:\\data", false)),
                                null,
                                new ComputeSystemDocument.Networking(ids.getFirst(), true, null),
                                null,
                                null,
                                ComputeSystemDocument.RegistryChanges.PATIENT_SHUTDOWN)));
    }

    @Benchmark
    public String hyperVIsolation() {
        return HcsJson.write(
                new ContainerDocument(
                        "Container",
                        "web",
                        "mullion",
                        null,
                        true,
                        "C:\\Mullion\\scratch\\web",
                        ids.stream()
                                .map(id ->
                                        new ContainerDocument.Layer(
                                                id, "C:\\Mullion\\layers\\" + id))
                                .toList(),
                        2,
                        null,
                        null,
                        2048L,
                        null,
                        null,
                        "web-01",
                        null,
                        List.of(
                                new ComputeSystemDocument.MappedDirectory(
                                        "D:\\data", "C:\\data", false)),
                        null,
                        null,
                        true,
                        new ContainerDocument.HvRuntime("C:\\Mullion\\layers\\base\\UtilityVM"),
                        List.of(ids.getFirst()),
                        true,
                        null));
    }

    @Benchmark
    public SystemProperties answer() {
        return HcsJson.read(ANSWER, SystemProperties.class);
    }
}
