package dev.mullion.security.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.api.Mount;
import dev.mullion.security.Trust;
import dev.mullion.security.guardrail.TargetHost.HostSystem;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only one spelling of a folder is understood, even where folders may be mounted. */
class HostPathTest {

    private static final PolicyLevel FOLDERS =
            new PolicyLevel(
                    Origin.platform(Trust.TRUSTED),
                    PolicyDocument.read(
                            """
                            {"rules": {"hostPaths": [
                              {"path": "C:\\\\data", "write": false},
                              {"path": "C:\\\\data\\\\out", "write": true},
                              {"path": "/srv/data", "write": false},
                              {"path": "/srv/data/out", "write": true}],
                             "namedPipes": ["\\\\\\\\.\\\\pipe\\\\mine"]}}
                            """));

    private static final List<String> STRANGE =
            List.of(
                    "\\\\?\\C:\\data",
                    "\\\\?\\UNC\\server\\share",
                    "//?/C:/data",
                    "\\??\\C:\\data",
                    "\\\\.\\C:\\data",
                    "\\\\.\\PhysicalDrive0",
                    "\\\\.\\GLOBALROOT\\Device\\HarddiskVolume1",
                    "\\\\?\\Volume{b75e2c83-0000-0000-0000-602f00000000}\\data",
                    "\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy1\\data",
                    "\\\\server\\share",
                    "//server/share",
                    "\\\\localhost\\c$\\data",
                    "\\\\127.0.0.1\\c$",
                    "\\\\wsl$\\x",
                    "C:",
                    "C:data",
                    "C:..\\data",
                    "data",
                    "..\\data",
                    ".",
                    "\\data",
                    "/data",
                    "/c/data",
                    "C:\\data\\..\\Windows",
                    "C:\\data\\.\\x",
                    "C:/data/../Windows",
                    "C:\\data\\\\x",
                    "C:\\\\data",
                    "C:\\data.",
                    "C:\\data ",
                    "C:\\data.\\x",
                    "C:\\data \\x",
                    "C:\\data\\...",
                    "C:\\DATA~1",
                    "C:\\PROGRA~1",
                    "C:\\data\\MICROS~1.TXT",
                    "C:\\data:stream",
                    "C:\\data::$INDEX_ALLOCATION",
                    "C:\\data:$I30:$INDEX_ALLOCATION",
                    "C:\\data\\CON",
                    "C:\\data\\nul.txt",
                    "C:\\data\\aux .x",
                    "C:\\data\\COM1",
                    "C:\\data\\lpt9.log",
                    "C:\\data\\COM\u00b9",
                    "C:\\data\\CONIN$",
                    "C:\\data\\*",
                    "C:\\data\\x?",
                    "C:\\data\\\"x\"",
                    "C:\\data|x",
                    "C:\\data\u0000\\x",
                    "C:\\data\n",
                    "C:\uff3cdata",
                    "\uff23:\\data",
                    "C\uff1a\\data",
                    "%SystemDrive%\\data",
                    "$Env:SystemDrive\\data",
                    "file:///C:/data",
                    "");

    static Stream<Arguments> strange() {
        return STRANGE.stream()
                .flatMap(spelling ->
                        Stream.of(Trust.values()).map(trust -> Arguments.of(spelling, trust)));
    }

    private static List<Finding> judged(
            HostSystem system, Trust trust, String source, boolean readOnly) {
        String target = system == HostSystem.WINDOWS ? "D:\\in" : "/in";
        return judged(
                Requests.host(host ->
                                host.mounts(List.of(Mount.of("bind", source, target, readOnly))))
                        .apply(Requests.good(system, trust)));
    }

    private static List<Finding> judged(Workload asked) {
        return Guardrail.judge(asked, Policies.merge(FOLDERS)).findings();
    }

    @ParameterizedTest
    @MethodSource("strange")
    void strangeSpellingIsRefused(String spelling, Trust trust) {
        Workload shortForm =
                Requests.host(host -> host.binds(List.of(spelling + ":D:\\in:ro")))
                        .apply(Requests.good(HostSystem.WINDOWS, trust));

        assertThat(judged(HostSystem.WINDOWS, trust, spelling, true)).isNotEmpty();
        // there, a bare word is the name of a volume, and no word at all a volume without a name
        if (!spelling.equals("data") && !spelling.isEmpty()) {
            assertThat(judged(shortForm)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C:\\data",
                "c:\\DATA",
                "C:/data",
                "C:/data/",
                "C:\\Data\\in\\deep",
                "C:\\data\\.git",
                "C:\\data\\a~b",
                "C:\\data\\console",
                "C:\\data\\a b"
            })
    void plainSpellingBelowAListedFolderIsRead(String spelling) {
        assertThat(judged(HostSystem.WINDOWS, Trust.TRUSTED, spelling, true)).isEmpty();
        assertThat(judged(HostSystem.WINDOWS, Trust.TRUSTED, spelling, false))
                .extracting(Finding::remedy)
                .containsExactly("Mount it read-only.");
        assertThat(judged(HostSystem.WINDOWS, Trust.HOSTILE, spelling, true)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"C:\\", "C:\\dat", "C:\\data2", "D:\\data", "C:\\d\u0430ta", "C:\\Windows"})
    void folderThatIsNotListedIsRefused(String spelling) {
        assertThat(judged(HostSystem.WINDOWS, Trust.TRUSTED, spelling, true)).isNotEmpty();
    }

    @Test
    void listedFolderIsWritten() {
        assertThat(judged(HostSystem.WINDOWS, Trust.TRUSTED, "c:\\data\\OUT\\x", false)).isEmpty();
        assertThat(judged(HostSystem.LINUX, Trust.TRUSTED, "/srv/data/out/x", false)).isEmpty();
        assertThat(judged(HostSystem.LINUX, Trust.TRUSTED, "/srv/data/OUT/x", false)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/srv/data/../../etc",
                "/srv/./data",
                "/srv//data",
                "//srv/data",
                "srv/data",
                "./data",
                "~/data",
                "/srv/data\u0000",
                "/srv/data\n",
                "/srv",
                "/",
                "/srv/database",
                "C:\\data",
                "/proc/1/root/srv/data"
            })
    void strangeSpellingIsRefusedOnLinux(String spelling) {
        for (Trust trust : Trust.values()) {
            assertThat(judged(HostSystem.LINUX, trust, spelling, true)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/var/run/docker.sock",
                "/run/podman/podman.sock",
                "/var/run",
                "/run",
                "/var",
                "/",
                "/var/lib/docker/volumes",
                "/srv/data/docker.sock",
                "/srv/data/mullion-engine.sock"
            })
    void engineStaysApartEvenWhereEveryFolderMayBeMounted(String source) {
        Workload asked =
                Requests.host(host -> host.mounts(List.of(Mount.of("bind", source, "/in", true))))
                        .apply(Requests.good(HostSystem.LINUX, Trust.TRUSTED));

        assertThat(Guardrail.judge(asked, Policies.merge()).findings())
                .extracting(Finding::rule)
                .containsExactly("engine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C:\\",
                "c:/programdata",
                "C:\\ProgramData\\Docker\\windowsfilter",
                "C:\\ProgramData\\MULLION"
            })
    void engineStaysApartOnWindows(String source) {
        Workload asked =
                Requests.host(host ->
                                host.mounts(List.of(Mount.of("bind", source, "D:\\in", true))))
                        .apply(Requests.good(HostSystem.WINDOWS, Trust.TRUSTED));

        assertThat(Guardrail.judge(asked, Policies.merge()).findings())
                .extracting(Finding::rule)
                .containsExactly("engine");
    }

    @Test
    void whatAnEngineSaysIsItsOwnStaysApart() {
        Workload asked =
                Requests.host(host ->
                                host.binds(
                                        List.of(
                                                "E:\\engine\\layers:D:\\in:ro",
                                                "\\\\.\\pipe\\odd:\\\\.\\pipe\\odd")))
                        .andThen(
                                Requests.on(host ->
                                        new TargetHost(
                                                host.id(),
                                                host.pool(),
                                                host.system(),
                                                host.isolations(),
                                                host.defaultIsolation(),
                                                host.runtime(),
                                                host.processors(),
                                                List.of("e:\\Engine", "//./pipe/ODD"),
                                                host.sharedWith())))
                        .apply(Requests.good(HostSystem.WINDOWS, Trust.TRUSTED));

        assertThat(Guardrail.judge(asked, Policies.merge()).findings())
                .extracting(Finding::rule)
                .containsExactly("engine", "engine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\\\.\\pipe\\docker_engine",
                "\\\\.\\PIPE\\Docker_Engine",
                "//./pipe/docker_engine",
                "\\\\.\\pipe/docker_engine_windows",
                "\\\\.\\pipe\\mullion-engine",
                "\\\\.\\pipe\\containerd-containerd"
            })
    void pipeOfAnEngineIsNeverMounted(String pipe) {
        for (String type : List.of("npipe", "bind")) {
            Workload asked =
                    Requests.host(host ->
                                    host.mounts(
                                            List.of(Mount.of(type, pipe, "\\\\.\\pipe\\x", false))))
                            .apply(Requests.good(HostSystem.WINDOWS, Trust.TRUSTED));

            assertThat(Guardrail.judge(asked, Policies.merge()).allowed()).isFalse();
        }
        Workload shortForm =
                Requests.host(host -> host.binds(List.of(pipe + ":\\\\.\\pipe\\x")))
                        .apply(Requests.good(HostSystem.WINDOWS, Trust.TRUSTED));

        assertThat(Guardrail.judge(shortForm, Policies.merge()).allowed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\\\?\\pipe\\mine",
                "\\\\localhost\\pipe\\mine",
                "\\\\.\\pipe\\",
                "\\\\.\\pipe\\a\\..\\docker_engine",
                "\\\\.\\pipe\\.\\mine",
                "\\\\.\\pipe\\mine.",
                "\\\\.\\pipe\\mine ",
                "\\\\.\\pipe\\\\mine",
                "\\\\.\\x\\..\\pipe\\mine",
                "\\Device\\NamedPipe\\mine",
                "pipe\\mine",
                "\\\\.\\pipe\\other"
            })
    void strangePipeIsRefused(String pipe) {
        Workload asked =
                Requests.host(host ->
                                host.mounts(
                                        List.of(Mount.of("npipe", pipe, "\\\\.\\pipe\\x", false))))
                        .apply(Requests.good(HostSystem.WINDOWS, Trust.TRUSTED));

        assertThat(judged(asked)).isNotEmpty();
    }

    @Test
    void listedPipeIsMounted() {
        Workload asked =
                Requests.host(host ->
                                host.mounts(
                                                List.of(
                                                        Mount.of(
                                                                "npipe",
                                                                "//./pipe/MINE",
                                                                "\\\\.\\pipe\\mine",
                                                                false)))
                                        .binds(List.of("\\\\.\\pipe\\mine:\\\\.\\pipe\\again")))
                        .apply(Requests.good(HostSystem.WINDOWS, Trust.TRUSTED));

        assertThat(judged(asked)).isEmpty();
    }
}
