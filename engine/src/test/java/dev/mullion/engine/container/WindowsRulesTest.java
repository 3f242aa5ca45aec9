package dev.mullion.engine.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.HostConfigBuilder;
import dev.mullion.docker.api.Mount;
import dev.mullion.docker.api.PortBinding;
import dev.mullion.docker.api.Resources;
import dev.mullion.docker.api.ResourcesBuilder;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.hcs.HcsLimits;
import dev.mullion.engine.settings.Allowance;
import dev.mullion.engine.state.FolderTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WindowsRulesTest {

    private static final String GUID = "5b45201d-f2f2-4f3b-85bb-30ff1f953599";

    private final WindowsPaths paths = new WindowsPaths(true);
    private final List<String> warnings = new ArrayList<>();
    private Path data;
    private Conventions conventions;

    @BeforeEach
    void open() throws Exception {
        data = Files.createTempDirectory(Path.of("/tmp"), "mullion-windows-");
        conventions = Conventions.windows(4, data, Duration.ofMinutes(10));
    }

    @AfterEach
    void close() throws Exception {
        FolderTree.remove(data);
    }

    private Collection<PlannedMount> mounts(String... binds) {
        return mounts(HostConfig.builder().binds(List.of(binds)).build());
    }

    private Collection<PlannedMount> mounts(HostConfig host) {
        return MountPlan.of(
                        paths,
                        ContainerConfig.builder("x").build(),
                        host,
                        other -> List.of(),
                        () -> "own")
                .mounts();
    }

    private PlannedMount only(String bind) {
        return mounts(bind).iterator().next();
    }

    @Test
    void aKillWaitsLongerThanWindowsMayTakeToEndAContainer() {
        Duration stopLimit = Duration.ofHours(1);
        assertThat(Conventions.windows(4, Path.of("/nowhere"), stopLimit).afterKill())
                .isGreaterThanOrEqualTo(
                        stopLimit
                                .plus(HcsLimits.USUAL.terminate().multipliedBy(2))
                                .plus(HcsLimits.USUAL.service()));
    }

    @Test
    void drivesAreToldFromWhatColonsSeparate() {
        assertThat(only("data:C:\\data"))
                .extracting(PlannedMount::name, PlannedMount::destination)
                .containsExactly("data", "C:\\data");
        assertThat(only("/srv/data:c:/data:ro"))
                .extracting(
                        PlannedMount::kind,
                        PlannedMount::source,
                        PlannedMount::destination,
                        PlannedMount::writable)
                .containsExactly(PlannedMount.Kind.BIND, "/srv/data", "C:\\data", false);
        assertThat(only("C:\\host:D:\\inside:RO").kind()).isEqualTo(PlannedMount.Kind.BIND);
        assertThat(only("data:d:").destination()).isEqualTo("D:");
        assertThat(only("d:").destination()).isEqualTo("D:");
        assertThat(only("C:\\own").name()).isEqualTo("own");
        assertThat(only("data:C:\\a\\.\\b\\..\\c").destination()).isEqualTo("C:\\a\\c");
    }

    @Test
    void namedPipesAreMountedAtNamedPipesOnly() {
        PlannedMount pipe = only("\\\\.\\pipe\\docker_engine:\\\\.\\pipe\\inside");
        assertThat(pipe.kind()).isEqualTo(PlannedMount.Kind.PIPE);
        assertThat(pipe.source()).isEqualTo("\\\\.\\pipe\\docker_engine");
        assertThat(pipe.destination()).isEqualTo("\\\\.\\pipe\\inside");
        for (String wrong : List.of("\\\\.\\pipe\\x:C:\\x", "data:\\\\.\\pipe\\x")) {
            assertThatThrownBy(() -> mounts(wrong))
                    .hasMessageContaining("a named pipe can be mounted at a named pipe only");
        }
        Mount mount = Mount.of("npipe", "\\\\.\\pipe\\a", "\\\\.\\pipe\\b", false);
        assertThat(mounts(HostConfig.builder().mounts(List.of(mount)).build()))
                .extracting(PlannedMount::kind)
                .containsExactly(PlannedMount.Kind.PIPE);
    }

    @Test
    void nothingIsMountedOverWindowsHoweverItIsWritten() {
        for (String place :
                List.of(
                        "C:\\Windows",
                        "c:/windows",
                        "C:\\WINDOWS\\System32",
                        "C:\\x\\..\\Windows",
                        "C:\\.\\windows\\\\temp")) {
            assertThatThrownBy(() -> mounts("data:" + place))
                    .as(place)
                    .isInstanceOf(EngineProblem.class)
                    .hasMessageContaining("inside C:\\Windows");
        }
        for (String place : List.of("C:\\", "c:", "C:/", "C:\\x\\..")) {
            assertThatThrownBy(() -> mounts("data:" + place))
                    .as(place)
                    .hasMessageContaining("destination can't be");
        }
        for (String place :
                List.of(
                        "C:\\Windows.",
                        "C:\\Windows \\x",
                        "C:\\Windows::$INDEX_ALLOCATION",
                        "\\\\?\\C:\\Windows",
                        "C:\\con",
                        "C:\\x\\nul.txt",
                        "C:relative",
                        "/etc",
                        "C:\\a\u0000b")) {
            assertThatThrownBy(() -> mounts("data:" + place))
                    .as(place)
                    .isInstanceOf(EngineProblem.class);
        }
    }

    @Test
    void theSamePlaceIsTakenOnceInLargeAndSmallLetters() {
        assertThatThrownBy(() -> mounts("one:C:\\data", "two:c:\\DATA"))
                .hasMessageContaining("Duplicate mount point");
    }

    @Test
    void whatIsOfTheHostHasToBeAllowedAndThere() {
        HostBoundary closed =
                new HostBoundary(conventions.rules(), EnumSet.noneOf(Allowance.class));
        for (String bind :
                List.of("/etc:C:\\etc", "C:\\host:C:\\x", "\\\\.\\pipe\\a:\\\\.\\pipe\\a")) {
            Collection<PlannedMount> planned = mounts(bind);
            assertThatThrownBy(() -> closed.check(planned)).hasMessageEndingWith("host-files");
        }
        closed.check(mounts("data:C:\\data"));
        MountPlan missing =
                MountPlan.of(
                        paths,
                        ContainerConfig.builder("x").build(),
                        HostConfig.builder().binds(List.of("/nowhere:C:\\x")).build(),
                        other -> List.of(),
                        () -> "own");
        assertThatThrownBy(missing::checkSources)
                .hasMessageContaining("bind source path does not exist: /nowhere");
        HostConfig account =
                HostConfig.builder().securityOpt(List.of("credentialspec=raw://{}")).build();
        assertThatThrownBy(() -> closed.check(account)).hasMessageEndingWith("unconfined");
    }

    private Resources limits(Isolation isolation, ResourcesBuilder asked) {
        return conventions.limits().checked(asked.build(), isolation, warnings);
    }

    @Test
    void ofThreeWaysToLimitProcessorsProcessIsolationKeepsOne() {
        Resources kept =
                limits(
                        Isolation.PROCESS,
                        Resources.builder().cpuCount(2).cpuShares(500).cpuPercent(50));
        assertThat(kept.cpuCount()).isEqualTo(2);
        assertThat(kept.cpuShares()).isZero();
        assertThat(kept.cpuPercent()).isZero();
        assertThat(warnings)
                .containsExactly(
                        "Conflicting options: CPU count takes priority over CPU shares on Windows"
                                + " Server Containers. CPU shares discarded",
                        "Conflicting options: CPU count takes priority over CPU percent on Windows"
                                + " Server Containers. CPU percent discarded");
        assertThat(
                        limits(Isolation.HYPERV, Resources.builder().cpuCount(2).cpuPercent(50))
                                .cpuPercent())
                .isEqualTo(50);
        assertThat(limits(Isolation.HYPERV, Resources.builder().cpuCount(64)).cpuCount())
                .isEqualTo(4);
    }

    private void unsupported(ResourcesBuilder asked, String what) {
        assertThatThrownBy(() -> limits(Isolation.PROCESS, asked))
                .hasMessage("invalid option: Windows does not support " + what);
    }

    @Test
    void whatWindowsHasNothingForIsRefused() {
        unsupported(Resources.builder().memorySwap(1L << 30), "MemorySwap");
        unsupported(Resources.builder().memoryReservation(1L << 30), "MemoryReservation");
        unsupported(Resources.builder().pidsLimit(10L), "PidsLimit");
        unsupported(Resources.builder().cpusetCpus("0"), "CpusetCpus");
        unsupported(
                Resources.builder().ulimits(List.of(new Resources.Ulimit("nofile", 1, 1))),
                "Ulimits");
        // what clients send who asked for nothing
        limits(
                Isolation.PROCESS,
                Resources.builder().memorySwappiness(-1L).oomKillDisable(false).pidsLimit(0L));
        for (HostConfigBuilder asked :
                List.of(
                        HostConfig.builder().privileged(true),
                        HostConfig.builder().readonlyRootfs(true),
                        HostConfig.builder().capAdd(List.of("ALL")),
                        HostConfig.builder().pidMode("host"),
                        HostConfig.builder().ipcMode("host"),
                        HostConfig.builder().utsMode("host"),
                        HostConfig.builder().networkMode("host"),
                        HostConfig.builder().tmpfs(Map.of("C:\\x", "")),
                        HostConfig.builder().sysctls(Map.of("net.x", "1")))) {
            assertThatThrownBy(() -> checked(asked.build()))
                    .isInstanceOf(EngineProblem.class)
                    .hasMessageEndingWith("Windows does not support this feature");
        }
    }

    private HostConfig checked(HostConfig asked) {
        return conventions.rules().checked(ContainerConfig.builder("x").build(), asked, warnings);
    }

    @Test
    void devicesAreClassesOfInterfacesAndNeverForUtilityVms() {
        Resources.DeviceMapping device = new Resources.DeviceMapping("class/" + GUID, "", "");
        Resources resources = Resources.builder().devices(List.of(device)).build();
        checked(HostConfig.builder().isolation(Isolation.PROCESS).resources(resources).build());
        assertThatThrownBy(() ->
                        checked(
                                HostConfig.builder()
                                        .isolation(Isolation.HYPERV)
                                        .resources(resources)
                                        .build()))
                .hasMessage("device assignment is not supported for Hyper-V containers");
        Resources linux =
                Resources.builder()
                        .devices(List.of(new Resources.DeviceMapping("/dev/null", "", "")))
                        .build();
        assertThatThrownBy(() -> checked(HostConfig.builder().resources(linux).build()))
                .hasMessageContaining("isn't class/GUID");
    }

    @Test
    void aPortIsPublishedOnAllOfTheHostsAddresses() {
        checked(ports("0.0.0.0"));
        assertThatThrownBy(() -> checked(ports("127.0.0.1")))
                .hasMessageStartingWith("Windows does not support host IP addresses");
        assertThatThrownBy(() ->
                        checked(
                                HostConfig.builder()
                                        .isolation(Isolation.HYPERV)
                                        .networkMode("container:one")
                                        .build()))
                .hasMessageContaining("can't be used with Hyper-V isolation");
        HostConfig shared = ports("0.0.0.0").toBuilder().networkMode("container:one").build();
        assertThatThrownBy(() -> checked(shared))
                .hasMessageContaining(
                        "conflicting options: port publishing and the container type network mode");
    }

    private static HostConfig ports(String address) {
        return HostConfig.builder()
                .portBindings(Map.of("80/tcp", List.of(new PortBinding(address, "80"))))
                .build();
    }

    @Test
    void credentialSpecsAreFilesOfTheOperatorAndNothingElse() throws Exception {
        Path folder = Files.createDirectories(data.resolve("CredentialSpecs"));
        Files.writeString(folder.resolve("web.json"), "{\"CmsPlugins\":[]}");
        Files.writeString(data.resolve("secret.json"), "{}");
        Files.createSymbolicLink(folder.resolve("link.json"), data.resolve("secret.json"));
        CredentialSpecs specs = new CredentialSpecs(folder);

        assertThat(specs.read(List.of("credentialspec=file://web.json")))
                .contains("{\"CmsPlugins\":[]}");
        assertThat(specs.read(List.of("credentialspec=raw://{\"a\":1}"))).contains("{\"a\":1}");
        assertThat(specs.read(List.of())).isEmpty();
        for (String wrong :
                List.of(
                        "credentialspec=file://../secret.json",
                        "credentialspec=file://link.json",
                        "credentialspec=file:///etc/passwd",
                        "credentialspec=file://nothing.json",
                        "credentialspec=raw://nonsense",
                        "credentialspec=web.json",
                        "credentialspec=registry://web",
                        "seccomp=unconfined")) {
            assertThatThrownBy(() -> specs.read(List.of(wrong)))
                    .as(wrong)
                    .isInstanceOf(EngineProblem.class);
        }
    }

    @Test
    void signalsAreThoseOfConsoles() {
        Signals signals = conventions.signals();
        assertThat(signals.number("SIGTERM")).isEqualTo(15);
        assertThat(signals.number("ctrlshutdown")).isEqualTo(15);
        assertThat(signals.number("KILL")).isEqualTo(9);
        assertThat(signals.number("CTRLC")).isEqualTo(2);
        assertThat(signals.number("9")).isEqualTo(9);
        for (String wrong : List.of("SIGHUP", "1", "0", "RTMIN+3", "SIGUSR1")) {
            assertThatThrownBy(() -> signals.number(wrong)).hasMessage("invalid signal: " + wrong);
        }
    }

    @Test
    void theShellFormOfACommandIsOneLineThatNobodyQuotesAgain() {
        ContainerConfig image =
                ContainerConfig.builder("")
                        .cmd(List.of("cmd /S /C \"echo hi & set\""))
                        .argsEscaped(true)
                        .env(List.of("Path=C:\\bin", "KEEP=1"))
                        .build();
        ImageDefaults defaults = new ImageDefaults(conventions.variables());
        ContainerConfig asked = ContainerConfig.builder("x").env(List.of("PATH=C:\\mine")).build();
        ContainerConfig merged = defaults.merge(asked, image);
        assertThat(conventions.commands().line(merged)).isEqualTo("cmd /S /C \"echo hi & set\"");
        assertThat(merged.env()).containsExactly("PATH=C:\\mine", "KEEP=1");

        ContainerConfig own = ContainerConfig.builder("x").cmd(List.of("cmd", "/C", "a b")).build();
        assertThat(conventions.commands().line(defaults.merge(own, image))).isNull();
        assertThat(WindowsCommand.quoted("a\\\\\"b c\\")).isEqualTo("\"a\\\\\\\\\\\"b c\\\\\"");
    }
}
