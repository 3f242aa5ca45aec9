package dev.mullion.engine.hcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.OsVersion;
import dev.mullion.engine.runtime.ContainerSpec;
import dev.mullion.engine.runtime.MountSpec;
import dev.mullion.engine.runtime.NotOfferedException;
import dev.mullion.engine.runtime.ProcessSpec;
import dev.mullion.engine.runtime.SecuritySpec;
import dev.mullion.engine.runtime.TerminalSize;
import dev.mullion.hcs.layer.Layers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the service is sent. */
class DocumentsTest {

    private static final UUID NAMESPACE = UUID.fromString("0c1f2b0e-6a1d-4c52-9f0b-0c8e6a5b7d11");
    private static final UUID ENDPOINT = UUID.fromString("eef2649d-bb17-4d53-9937-295a8efe6f2c");
    private static final UUID LAYER = UUID.fromString("18955d65-d45a-557b-bf1c-49d6dfefc526");
    private static final ContainerId ID = ContainerId.of("ab".repeat(32));

    @TempDir Path folder;

    private final Documents documents = documents("10.0.20348.2700");
    private final WindowsSpec spec = new WindowsSpec("cmd", Path.of("/nowhere/log"));

    private static Documents documents(String version) {
        return new Documents(
                "mullion-1",
                new WindowsHost(OsVersion.of(version), true, true, 8, 16L << 30, true));
    }

    private JsonNode process() throws IOException {
        return new JsonMapper().readTree(documents.ofProcess(plan(spec.build())));
    }

    private JsonNode hyperV() throws IOException {
        spec.isolation = Isolation.HYPERV;
        return new JsonMapper().readTree(documents.ofHyperV(plan(spec.build())));
    }

    private static SystemPlan plan(ContainerSpec spec) {
        boolean process = spec.isolation() == Isolation.PROCESS;
        return new SystemPlan(
                ID,
                spec,
                List.of(new Layers.Parent(LAYER, Path.of("/layers/base"))),
                process ? "\\\\?\\Volume{1}\\" : null,
                process ? null : Path.of("/layers/base/UtilityVM"),
                process ? NAMESPACE : null,
                process ? List.of() : List.of(ENDPOINT),
                null);
    }

    @Test
    void containerOutlivesItsEngineAndIsKnownByItsOwner() throws IOException {
        JsonNode document = process();

        assertThat(document.path("ShouldTerminateOnLastHandleClosed").booleanValue()).isFalse();
        assertThat(document.path("Owner").stringValue()).isEqualTo("mullion-1");
        JsonNode container = document.path("Container");
        assertThat(container.path("GuestOs").path("HostName").stringValue()).isEqualTo("box");
        assertThat(container.path("Networking").path("Namespace").stringValue())
                .isEqualTo(NAMESPACE.toString());
        assertThat(container.path("RegistryChanges").toString())
                .contains("WaitToKillServiceTimeout");
        assertThat(container.has("Processor")).as("no limit, no member").isFalse();
    }

    @Test
    void countGoesBeforeWeightAndWeightBeforeShare() throws IOException {
        spec.cpuCount = 20;
        spec.cpuShares = 512;
        spec.cpuPercent = 50;
        spec.nanoCpus = 2_000_000_000L;

        assertThat(process().path("Container").path("Processor").toString())
                .as("clamped to the host's")
                .isEqualTo("{\"Count\":8}");
        spec.cpuCount = 0;
        assertThat(process().path("Container").path("Processor").toString())
                .isEqualTo("{\"Weight\":512}");
        spec.cpuShares = 0;
        assertThat(process().path("Container").path("Processor").toString())
                .as("two of eight processors")
                .isEqualTo("{\"Maximum\":2500}");
        spec.nanoCpus = 1;
        assertThat(process().path("Container").path("Processor").toString())
                .as("never nothing")
                .isEqualTo("{\"Maximum\":1}");
        spec.nanoCpus = 0;
        assertThat(process().path("Container").path("Processor").toString())
                .isEqualTo("{\"Maximum\":5000}");
    }

    @Test
    void utilityVmHasWholeProcessorsAndAShareOfThese() throws IOException {
        spec.nanoCpus = 1_500_000_000L;

        JsonNode document = hyperV();

        assertThat(document.path("ProcessorCount").intValue()).isEqualTo(2);
        assertThat(document.path("ProcessorMaximum").intValue()).isEqualTo(7500);
        spec.nanoCpus = 2_000_000_000L;
        assertThat(hyperV().path("ProcessorCount").intValue()).isEqualTo(2);
        assertThat(hyperV().has("ProcessorMaximum")).isFalse();
    }

    @Test
    void memoryIsRoundedUpToAnEvenNumberOfMegabytes() throws IOException {
        spec.memory = (511 << 20) - 5;
        spec.operations = 500;
        spec.bandwidth = 1 << 20;

        JsonNode container = process().path("Container");

        assertThat(container.path("Memory").path("SizeInMB").intValue()).isEqualTo(512);
        assertThat(container.path("Storage").path("QoS").toString())
                .isEqualTo("{\"IopsMaximum\":500,\"BandwidthMaximum\":1048576}");
        assertThat(hyperV().path("MemoryMaximumInMB").intValue()).isEqualTo(512);
        assertThat(hyperV().path("StorageIOPSMaximum").intValue()).isEqualTo(500);
    }

    @Test
    void foldersPipesAndDevicesAreMapped() throws IOException {
        spec.mounts.add(new MountSpec.Bind(folder, "C:\\data", true, List.of()));
        spec.mounts.add(new MountSpec.Pipe("\\\\.\\pipe\\outer", "\\\\.\\pipe\\inner"));
        spec.devices =
                List.of(
                        new SecuritySpec.Device(
                                "class/5b45201d-f2f2-4f3b-85bb-30ff1f953599", "", ""));

        JsonNode container = process().path("Container");

        assertThat(container.path("MappedDirectories").path(0).path("HostPath").stringValue())
                .isEqualTo(folder.toRealPath().toString());
        assertThat(container.path("MappedDirectories").path(0).path("ReadOnly").booleanValue())
                .isTrue();
        assertThat(container.path("MappedPipes").path(0).toString())
                .isEqualTo(
                        "{\"ContainerPipeName\":\"inner\",\"HostPath\":\"\\\\\\\\.\\\\pipe\\\\outer\"}");
        assertThat(container.path("AssignedDevices").path(0).path("Type").stringValue())
                .isEqualTo("ClassGuid");
        assertThat(documents("10.0.17763.1").ofProcess(plan(spec.build())))
                .as("what an older build doesn't know")
                .doesNotContain("\"Type\":\"ClassGuid\"");
    }

    @Test
    void hyperVHasNoVolumeButTheScratchItsUtilityVmAndItsEndpoints() throws IOException {
        spec.credentialSpec = "{\"CmsPlugins\":[]}";

        JsonNode document = hyperV();

        assertThat(document.path("HvPartition").booleanValue()).isTrue();
        assertThat(document.has("VolumePath")).isFalse();
        assertThat(document.path("LayerFolderPath").stringValue()).isEqualTo("/nowhere");
        assertThat(document.path("HvRuntime").path("ImagePath").stringValue())
                .endsWith("UtilityVM");
        assertThat(document.path("EndpointList").path(0).stringValue())
                .isEqualTo(ENDPOINT.toString());
        assertThat(document.path("Credentials").stringValue()).contains("CmsPlugins");
    }

    @Test
    void whatWindowsLacksIsRefusedInASentence() {
        spec.mounts.add(new MountSpec.Memory("C:\\tmp", List.of()));
        assertThatThrownBy(this::process)
                .isInstanceOf(NotOfferedException.class)
                .hasMessageContaining("tmpfs");

        spec.mounts.clear();
        spec.devices = List.of(new SecuritySpec.Device("/dev/null", "", ""));
        assertThatThrownBy(this::process)
                .isInstanceOf(NotOfferedException.class)
                .hasMessageContaining("class/GUID");

        spec.devices = List.of();
        spec.mounts.add(new MountSpec.Bind(folder.resolve("none"), "C:\\x", false, List.of()));
        assertThatThrownBy(this::process).hasMessageContaining("isn't there");
    }

    @Test
    void processKeepsItsCommandLineAndLastVariables() {
        ProcessSpec process =
                new ProcessSpec(
                        List.of("cmd"),
                        "cmd /S /C \"echo hi\"",
                        List.of("A=1", "Path=x", "B=2", "a=3", "B", "EMPTY=", "NONE"),
                        "C:\\app",
                        "ContainerUser",
                        List.of(),
                        true,
                        new TerminalSize(40, 120),
                        true,
                        false);

        JsonNode document = new JsonMapper().readTree(ProcessDocument.of(process, true));

        assertThat(document.path("CommandLine").stringValue()).isEqualTo("cmd /S /C \"echo hi\"");
        assertThat(document.path("Environment").toString())
                .isEqualTo("{\"a\":\"3\",\"Path\":\"x\"}");
        assertThat(document.path("ConsoleSize").toString()).isEqualTo("[40,120]");
        assertThat(document.path("CreateStdErrPipe").booleanValue()).isFalse();
        assertThat(document.path("User").stringValue()).isEqualTo("ContainerUser");
    }

    @Test
    void argumentsAreEscapedWhereThereIsNoCommandLine() {
        ProcessSpec process =
                new ProcessSpec(
                        List.of("C:\\my app\\run.exe", "a \"b\"", "c\\"),
                        null,
                        List.of(),
                        "/",
                        "",
                        List.of(),
                        false,
                        null,
                        false,
                        false);

        JsonNode document = new JsonMapper().readTree(ProcessDocument.of(process, false));

        assertThat(document.path("CommandLine").stringValue())
                .isEqualTo("\"C:\\my app\\run.exe\" \"a \\\"b\\\"\" c\\");
        assertThat(document.has("WorkingDirectory")).isFalse();
        assertThat(document.path("CreateStdInPipe").booleanValue()).isFalse();
    }
}
