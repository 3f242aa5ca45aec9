package dev.mullion.hcs.emulator.compute;

import static dev.mullion.hcs.emulator.compute.Machine.LIMIT;
import static dev.mullion.hcs.emulator.compute.Machine.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.compute.ComputeSystem;
import dev.mullion.hcs.emulator.EmulatedWindows;
import dev.mullion.hcs.emulator.Fault;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {

    private static final int INVALID_JSON = 0x0037010D;
    private static final int MISMATCH = 0x00370101;

    @TempDir Path folder;

    private static HcsException refused(Machine machine, String document) {
        HcsException refused =
                catchThrowableOfType(
                        HcsException.class,
                        () -> machine.core.create("web", document, LIMIT).close());
        assertThat(refused).isNotNull();
        assertThat(machine.core.enumerate("")).isEqualTo("[]");
        return refused;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anUnknownMemberIsNamed(boolean late) {
        try (Machine machine = Machine.server2022(folder)) {
            if (late) {
                machine.faults.set(Fault.FAIL_LATE);
            }
            HcsException refused =
                    refused(machine, machine.document("web", ",\"Memory\":{\"SizeInMb\":512}"));
            assertThat(refused.code().code()).isEqualTo(INVALID_JSON);
            assertThat(refused).hasMessageContaining("Container.Memory.SizeInMb");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{;INVALID",
                "[];INVALID",
                "{\"SchemaVersion\":{\"Major\":2,\"Minor\":1}};INVALID",
                "{\"SchemaVersion\":{\"Major\":2,\"Minor\":9},\"Container\":{}};INVALID",
                "{\"SchemaVersion\":{\"Major\":2,\"Minor\":1},\"Container\":{},"
                        + "\"VirtualMachine\":{}};INVALID",
                "{\"SchemaVersion\":{\"Major\":2,\"Minor\":1},\"HostedSystem\":{}};INVALID",
            })
    void whatContradictsItselfIsRefused(String document, String why) {
        try (Machine machine = Machine.server2022(folder)) {
            assertThat(refused(machine, document).code().code()).as(why).isEqualTo(INVALID_JSON);
        }
    }

    @Test
    void onlyOneWayToShareProcessorsIsTakenAndOnlyWithinItsRange() {
        try (Machine machine = Machine.server2022(folder)) {
            String both = ",\"Processor\":{\"Count\":1,\"Maximum\":100}";
            assertThat(refused(machine, machine.document("web", both)).code().code())
                    .isEqualTo(0x57);
            String high = ",\"Processor\":{\"Maximum\":10001}";
            assertThat(refused(machine, machine.document("web", high)).code().code())
                    .isEqualTo(INVALID_JSON);
        }
    }

    @Test
    void pathsThatLeadNowhereAreToldApart() {
        try (Machine machine = Machine.server2022(folder)) {
            String document = machine.document("web");
            assertThat(refused(machine, document.replace("/base\"", "/none\"")).code().code())
                    .isEqualTo(3);
            String volume = machine.volume("web").replace("\\", "\\\\");
            String unmounted = "\\\\\\\\?\\\\Volume{0a0a0a0a-0000-0000-0000-000000000000}\\\\";
            assertThat(refused(machine, document.replace(volume, unmounted)).code().code())
                    .isEqualTo(0x15);
            String cut = volume.substring(0, volume.length() - 2);
            assertThat(refused(machine, document.replace(volume, cut)).code().code())
                    .isEqualTo(0x57);
            String mount =
                    ",\"MappedDirectories\":[{\"HostPath\":\"/none\",\"ContainerPath\":\"C:\\\\d\"}]";
            assertThat(refused(machine, machine.document("web", mount)).code().code()).isEqualTo(2);
            String network =
                    ",\"Networking\":{\"Namespace\":\"0c1f2b0e-6a1d-4c52-9f0b-0c8e6a5b7d11\"}";
            assertThat(refused(machine, machine.document("web", network)).code().code())
                    .isEqualTo(0x490);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.17763.1,10.0.17763.5,true",
        "10.0.17763.1,10.0.20348.1,false",
        "10.0.20348.1,10.0.17763.1,false",
        "10.0.20348.1,10.0.20348.9,true",
        "10.0.22621.1,10.0.17763.1,false",
        "10.0.22621.1,10.0.20348.1,true",
        "10.0.26100.1,10.0.20348.1,true",
        "10.0.20348.1,10.0.26100.1,false",
        "10.0.26100.1,10.0.22621.1,true",
        "10.0.26200.1,10.0.20348.1,true"
    })
    void theServiceItselfRefusesImagesThatDoNotMatchInProcessIsolation(
            String host, String image, boolean runs) {
        try (Machine machine = new Machine(folder, EmulatedWindows.of(host), image)) {
            if (runs) {
                try (ComputeSystem system = machine.running("web")) {
                    machine.end(system);
                }
            } else {
                assertThat(refused(machine, machine.document("web")).code().code())
                        .isEqualTo(MISMATCH);
            }
        }
    }

    @Test
    void anOlderImageRunsInAVirtualMachineAndANewerOneNowhere() {
        var windows = EmulatedWindows.of("10.0.20348.2700");
        try (Machine machine = new Machine(folder.resolve("a"), windows, "10.0.17763.1");
                ComputeSystem system = machine.vm.create("web", machine.virtual("web"), LIMIT)) {
            machine.end(system);
        }
        try (Machine machine = new Machine(folder.resolve("b"), windows, "10.0.26100.1")) {
            HcsException refused =
                    catchThrowableOfType(
                            HcsException.class,
                            () -> machine.vm.create("web", machine.virtual("web"), LIMIT));
            assertThat(refused.code().code()).isEqualTo(MISMATCH);
            assertThat(refused.code().raw()).isEqualTo(0xC0370101);
        }
    }

    @Test
    void theServiceSaysWhichSchemasItKnowsAndTheSwitchLowersThat() {
        String query = "{\"PropertyTypes\":[\"Basic\"]}";
        try (Machine machine = Machine.server2022(folder)) {
            assertThat(machine.core.serviceProperties(query))
                    .isEqualTo(
                            "{\"Properties\":[{\"SupportedSchemaVersions\":["
                                    + "{\"Major\":1,\"Minor\":0},{\"Major\":2,\"Minor\":5}]}]}");
            machine.faults.schemaMaximum(0);
            assertThat(machine.vm.serviceProperties(query)).contains("\"Minor\":0}]}");
            assertThat(refused(machine, machine.document("web")).code().code())
                    .isEqualTo(INVALID_JSON);
        }
    }

    @Test
    void aCredentialGuardInstanceIsMadeHandedOnAndRemoved() {
        try (Machine machine = Machine.server2022(folder)) {
            machine.core.modifyService(
                    "{\"PropertyType\":\"ContainerCredentialGuard\",\"Settings\":{\"Operation\":"
                            + "\"AddInstance\",\"OperationDetails\":{\"Id\":\"web\","
                            + "\"CredentialSpec\":\"{}\",\"Transport\":\"LRPC\"}}}");
            assertThat(machine.host.ledger().outstanding())
                    .containsEntry("credential guard instance", 1);
            String instances =
                    machine.core.serviceProperties(
                            "{\"PropertyTypes\":[\"ContainerCredentialGuard\"]}");
            int at = instances.indexOf("\"Cookie\":\"") + 10;
            String cookie = instances.substring(at, instances.indexOf('"', at));
            String guard =
                    ",\"ContainerCredentialGuard\":{\"Cookie\":\"%s\",\"Transport\":\"LRPC\"}";
            try (ComputeSystem system = machine.running("web", guard.formatted(cookie))) {
                machine.end(system);
            }
            assertThat(
                            refused(machine, machine.document("web", guard.formatted("other")))
                                    .code()
                                    .code())
                    .isEqualTo(0x490);
            machine.core.modifyService(
                    "{\"PropertyType\":\"ContainerCredentialGuard\",\"Settings\":{\"Operation\":"
                            + "\"RemoveInstance\",\"OperationDetails\":{\"Id\":\"web\"}}}");
            HcsException again =
                    catchThrowableOfType(
                            HcsException.class,
                            () ->
                                    machine.core.modifyService(
                                            "{\"PropertyType\":\"ContainerCredentialGuard\","
                                                    + "\"Settings\":{\"Operation\":"
                                                    + "\"RemoveInstance\",\"OperationDetails\":"
                                                    + "{\"Id\":\"web\"}}}"));
            assertThat(again.code().code()).isEqualTo(0x490);
        }
    }

    @Test
    void aRunningContainerIsChangedByTheRequestsThatAreKnown() throws Exception {
        Path data = java.nio.file.Files.createDirectories(folder.resolve("data"));
        java.nio.file.Files.writeString(data.resolve("a.txt"), "of the host");
        try (Machine machine = Machine.server2022(folder);
                ComputeSystem system = machine.running("web")) {
            system.modify(
                    "{\"ResourcePath\":\"Container/Memory/SizeInMB\",\"RequestType\":\"Update\","
                            + "\"Settings\":64}");
            system.modify(
                    "{\"ResourcePath\":\"Container/Processor\",\"RequestType\":\"Update\","
                            + "\"Settings\":{\"Maximum\":3000}}");
            system.modify(
                    "{\"ResourcePath\":\"Container/MappedDirectories\",\"RequestType\":\"Add\","
                            + "\"Settings\":{\"HostPath\":\""
                            + data
                            + "\",\"ContainerPath\":\"C:\\\\data\",\"ReadOnly\":true}}");
            assertThat(machine.run(system, "cmd /c type C:\\data\\a.txt")).isEqualTo("of the host");
            assertThat(machine.run(system, "cmd /c echo x> C:\\data\\b.txt & type C:\\data\\b.txt"))
                    .isEmpty();
            HcsException unknown =
                    catchThrowableOfType(
                            HcsException.class,
                            () -> system.modify("{\"ResourcePath\":\"Container/Colour\"}"));
            assertThat(unknown.code().isNotSupported()).isTrue();
            machine.end(system);
        }
    }

    @Test
    void aProcessSeesItsDocumentChecked() {
        try (Machine machine = Machine.server2022(folder);
                ComputeSystem system = machine.running("web")) {
            assertThat(code(system, command("no-such-program"))).isEqualTo(2);
            assertThat(code(system, command("echo x", ",\"WorkingDirectory\":\"C:\\\\none\"")))
                    .isEqualTo(0x10B);
            assertThat(code(system, command("echo x", ",\"Colour\":1"))).isEqualTo(INVALID_JSON);
            assertThat(code(system, "{}")).isEqualTo(0x57);
            machine.faults.set(Fault.FAIL_LATE);
            assertThat(code(system, command("no-such-program"))).isEqualTo(2);
            machine.end(system);
        }
    }

    private static int code(ComputeSystem system, String process) {
        return catchThrowableOfType(HcsException.class, () -> system.createProcess(process, LIMIT))
                .code()
                .code();
    }
}
