package dev.mullion.hcs.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContainerDocumentsTest {

    private static final String VOLUME = "\\\\?\\Volume{66d1ef4c-7a00-11e6-8948-00155ddbef9d}";
    private static final UUID BASE = UUID.fromString("18955d65-d45a-557b-bf1c-49d6dfefc526");
    private static final UUID DEVICE = UUID.fromString("5b45201d-f2f2-4f3b-85bb-30ff1f953599");
    private static final UUID ENDPOINT = UUID.fromString("eef2649d-bb17-4d53-9937-295a8efe6f2c");

    @Test
    void aProcessIsolatedContainerWithEverything() {
        Golden.holds(
                "process-isolated-v2.json",
                new ComputeSystemDocument(
                        "mullion",
                        SchemaVersion.LOWEST,
                        false,
                        new ComputeSystemDocument.Container(
                                new ComputeSystemDocument.GuestOs("web-01"),
                                new ComputeSystemDocument.Storage(
                                        List.of(
                                                new ComputeSystemDocument.Layer(
                                                        UUID.fromString(
                                                                "0f3c8c6e-0000-5000-8000-000000000001"),
                                                        "C:\\Mullion\\layers\\top"),
                                                new ComputeSystemDocument.Layer(
                                                        BASE, "C:\\Mullion\\layers\\base")),
                                        VOLUME + "\\",
                                        new ComputeSystemDocument.QoS(500L, 52428800L)),
                                new ComputeSystemDocument.Processor(null, 5000L, null),
                                new ComputeSystemDocument.Memory(2048),
                                List.of(
                                        new ComputeSystemDocument.MappedDirectory(
                                                "D:\\data", "C:\\data", false)),
                                List.of(pipe()),
                                new ComputeSystemDocument.Networking(
                                        UUID.fromString("0c1f2b0e-6a1d-4c52-9f0b-0c8e6a5b7d11"),
                                        true,
                                        "a.example,b.example"),
                                new ComputeSystemDocument.CredentialGuard("c", "e", "LRPC", "{}"),
                                List.of(
                                        new ComputeSystemDocument.AssignedDevice(
                                                "ClassGuid", DEVICE, null)),
                                ComputeSystemDocument.RegistryChanges.PATIENT_SHUTDOWN)));
    }

    private static ComputeSystemDocument.MappedPipe pipe() {
        return new ComputeSystemDocument.MappedPipe("docker_engine", "\\\\.\\pipe\\docker_engine");
    }

    @Test
    void aProcessIsolatedContainerOfTheFirstGeneration() {
        Golden.holds(
                "process-isolated-v1.json",
                new ContainerDocument(
                        "Container",
                        "web",
                        "mullion",
                        VOLUME,
                        true,
                        "C:\\Mullion\\scratch\\web",
                        List.of(new ContainerDocument.Layer(BASE, "C:\\Mullion\\layers\\base")),
                        null,
                        null,
                        2500L,
                        2048L,
                        500L,
                        null,
                        "web-01",
                        null,
                        null,
                        null,
                        List.of(new ContainerDocument.Device(DEVICE)),
                        false,
                        null,
                        List.of(ENDPOINT),
                        true,
                        "a.example"));
    }

    @Test
    void aHypervIsolatedContainer() {
        Golden.holds("hyperv-isolated-v1.json", hyperv(null, null));
    }

    private static ContainerDocument hyperv(
            @Nullable String volume, @Nullable List<ContainerDocument.Device> devices) {
        return new ContainerDocument(
                "Container",
                "web",
                "mullion",
                volume,
                true,
                "C:\\Mullion\\scratch\\web",
                List.of(new ContainerDocument.Layer(BASE, "C:\\Mullion\\layers\\base")),
                2,
                null,
                null,
                2048L,
                null,
                52428800L,
                "web-01",
                "{\"CmsPlugins\":[\"ActiveDirectory\"]}",
                List.of(new ComputeSystemDocument.MappedDirectory("D:\\data", "C:\\data", true)),
                List.of(pipe()),
                devices,
                true,
                new ContainerDocument.HvRuntime("C:\\Mullion\\layers\\base\\UtilityVM"),
                List.of(ENDPOINT),
                null,
                null);
    }

    @Test
    void aHypervIsolatedContainerHasNoMountAndNoDevices() {
        assertThatThrownBy(() -> hyperv(VOLUME, null)).hasMessageContaining("no volume path");
        assertThatThrownBy(() -> hyperv(null, List.of(new ContainerDocument.Device(DEVICE))))
                .hasMessageContaining("Devices can't be assigned");
    }

    @Test
    void theTwoGenerationsWantTheVolumePathDifferently() {
        assertThatThrownBy(() -> new ComputeSystemDocument.Storage(List.of(), VOLUME, null))
                .hasMessageContaining("backslash");
    }

    @Test
    void processorsAreLimitedInOneWayOnlyAndInRange() {
        assertThatThrownBy(() -> new ComputeSystemDocument.Processor(2, 5000L, null))
                .hasMessageContaining("not 2");
        assertThatThrownBy(() -> new ComputeSystemDocument.Processor(null, null, null))
                .hasMessageContaining("not 0");
        assertThatThrownBy(() -> new ComputeSystemDocument.Processor(null, 10_001L, null))
                .hasMessageContaining("1 to 10000");
        assertThatThrownBy(() -> new ComputeSystemDocument.Processor(0, null, null))
                .hasMessageContaining("below 1");
        assertThatThrownBy(() -> new ComputeSystemDocument.Processor(null, null, -1L))
                .hasMessageContaining("0 to 10000");
    }

    @Test
    void aProcessWithPipes() {
        Golden.holds(
                "process-with-pipes.json",
                new ProcessParameters(
                        "cmd.exe /S /C \"echo hi\"",
                        "ContainerAdministrator",
                        "C:\\app",
                        Map.of("PATH", "C:\\Windows\\system32;C:\\Windows", "A", "1"),
                        false,
                        null,
                        true,
                        true,
                        true));
    }

    @Test
    void aProcessWithAConsole() {
        Golden.holds(
                "process-with-console.json",
                new ProcessParameters(
                        "powershell", null, null, null, true, List.of(40, 120), true, true, false));
        assertThatThrownBy(() ->
                        new ProcessParameters(
                                "powershell", null, null, null, true, null, true, true, true))
                .hasMessageContaining("no pipe for errors");
    }

    @Test
    void nothingThatIsNotSetIsWritten() {
        assertThat(HcsJson.write(new ComputeSystemDocument.QoS(null, 1L)))
                .isEqualTo("{\"BandwidthMaximum\":1}");
    }
}
