package dev.mullion.hcs.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestsAndAnswersTest {

    record Written(Object document, String json) {}

    static List<Written> written() {
        return List.of(
                new Written(
                        new PropertyQuery(List.of("Statistics", "ProcessList")),
                        "{\"PropertyTypes\":[\"Statistics\",\"ProcessList\"]}"),
                new Written(SystemQuery.ofOwner("mullion"), "{\"Owners\":[\"mullion\"]}"),
                new Written(
                        ProcessModification.resize(50, 132),
                        "{\"Operation\":\"ConsoleSize\",\"ConsoleSize\":{\"Height\":50,\"Width\":132}}"),
                new Written(
                        ProcessModification.endOfInput(),
                        "{\"Operation\":\"CloseHandle\",\"CloseHandle\":{\"Handle\":\"StdIn\"}}"),
                new Written(
                        new ProcessSignal(ProcessSignal.Kind.CtrlShutdown),
                        "{\"Signal\":\"CtrlShutdown\"}"),
                new Written(
                        Modification.memory(1024),
                        "{\"ResourcePath\":\"Container/Memory/SizeInMB\","
                                + "\"RequestType\":\"Update\",\"Settings\":1024}"),
                new Written(
                        Modification.processor(
                                new ComputeSystemDocument.Processor(null, 3000L, null)),
                        "{\"ResourcePath\":\"Container/Processor\",\"RequestType\":\"Update\","
                                + "\"Settings\":{\"Maximum\":3000}}"),
                new Written(
                        Modification.mount(
                                new ComputeSystemDocument.MappedDirectory("D:\\a", "C:\\a", true)),
                        "{\"ResourcePath\":\"Container/MappedDirectories\",\"RequestType\":\"Add\","
                                + "\"Settings\":{\"HostPath\":\"D:\\\\a\",\"ContainerPath\":\"C:\\\\a\","
                                + "\"ReadOnly\":true}}"),
                new Written(
                        Modification.pipe(
                                new ComputeSystemDocument.MappedPipe("p", "\\\\.\\pipe\\p")),
                        "{\"ResourcePath\":\"Container/MappedPipes\",\"RequestType\":\"Add\","
                                + "\"Settings\":{\"ContainerPipeName\":\"p\","
                                + "\"HostPath\":\"\\\\\\\\.\\\\pipe\\\\p\"}}"),
                new Written(
                        Modification.registryFlush(true),
                        "{\"ResourcePath\":\"Container/RegistryFlushState\","
                                + "\"RequestType\":\"Update\",\"Settings\":{\"Enabled\":true}}"),
                new Written(
                        CredentialGuardChange.add("web", "{}"),
                        "{\"PropertyType\":\"ContainerCredentialGuard\",\"Settings\":{"
                                + "\"Operation\":\"AddInstance\",\"OperationDetails\":{\"Id\":\"web\","
                                + "\"CredentialSpec\":\"{}\",\"Transport\":\"LRPC\"}}}"),
                new Written(
                        CredentialGuardChange.remove("web"),
                        "{\"PropertyType\":\"ContainerCredentialGuard\",\"Settings\":{"
                                + "\"Operation\":\"RemoveInstance\","
                                + "\"OperationDetails\":{\"Id\":\"web\"}}}"));
    }

    @ParameterizedTest
    @MethodSource("written")
    void isWrittenAsTheServiceWantsIt(Written written) {
        assertThat(HcsJson.write(written.document())).isEqualTo(written.json());
    }

    @Test
    void theAnswerOfARunningSystemIsRead() {
        var system = HcsJson.read(Golden.text("running-system.json"), SystemProperties.class);
        assertThat(system.state()).isEqualTo("Running");
        assertThat(system.stopped()).isNull();
        var statistics = Objects.requireNonNull(system.statistics());
        assertThat(statistics.uptime100ns()).isEqualTo(45001230000L);
        assertThat(Objects.requireNonNull(statistics.processor()).totalRuntime100ns())
                .isEqualTo(312500000L);
        assertThat(Objects.requireNonNull(statistics.memory()).memoryUsagePrivateWorkingSetBytes())
                .isEqualTo(134217728L);
        assertThat(Objects.requireNonNull(statistics.storage()).writeSizeBytes())
                .isEqualTo(2457600L);
        assertThat(Objects.requireNonNull(system.processList()))
                .singleElement()
                .satisfies(process -> {
                    assertThat(process.imageName()).isEqualTo("smss.exe");
                    assertThat(process.kernelTime100ns()).isEqualTo(156250L);
                });
    }

    @Test
    void anExitCodeCountsOnlyWhenTheProcessEndedAndTheWaitSucceeded() {
        assertThat(
                        exit(
                                "{\"ProcessId\":4,\"Exited\":true,\"ExitCode\":3221225786,\"LastWaitResult\":0}"))
                .isEqualTo("OptionalLong[3221225786]");
        assertThat(exit("{\"ProcessId\":4,\"Exited\":true,\"ExitCode\":0,\"LastWaitResult\":258}"))
                .isEqualTo("OptionalLong.empty");
        assertThat(exit("{\"ProcessId\":4,\"Exited\":false,\"ExitCode\":0,\"LastWaitResult\":0}"))
                .isEqualTo("OptionalLong.empty");
    }

    private static String exit(String json) {
        return HcsJson.read(json, ProcessStatus.class).trustedExitCode().toString();
    }

    @Test
    void theEndOfASystemIsReadWithAndWithoutItsType() {
        assertThat(
                        HcsJson.read(
                                "{\"Status\":0,\"ExitType\":\"GracefulExit\",\"Attribution\":[]}",
                                SystemExitStatus.class))
                .isEqualTo(new SystemExitStatus(0, "GracefulExit"));
        assertThat(HcsJson.read("{\"Status\":-2143878906}", SystemExitStatus.class))
                .isEqualTo(new SystemExitStatus(0x80370106, null));
    }
}
