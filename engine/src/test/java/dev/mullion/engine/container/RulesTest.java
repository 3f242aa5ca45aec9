package dev.mullion.engine.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.DockerJson;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.HostConfigBuilder;
import dev.mullion.docker.api.Mount;
import dev.mullion.docker.api.Resources;
import dev.mullion.docker.api.ResourcesBuilder;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.settings.Allowance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RulesTest {

    private static final HostBoundary CLOSED =
            new HostBoundary(new LinuxRules(), EnumSet.noneOf(Allowance.class));
    private static final Resources.DeviceMapping FUSE =
            new Resources.DeviceMapping("/dev/fuse", "", "");
    private static final Mount NOWHERE =
            new Mount("bind", "/nowhere", "/b", false, null, null, null, null);
    private static final long MEGA = 1L << 20;

    private static final LinuxPaths PATHS = new LinuxPaths();
    private static final Signals SIGNALS = new LinuxSignals();
    private static final ImageDefaults DEFAULTS = new ImageDefaults(UnaryOperator.identity());

    private final List<String> warnings = new ArrayList<>();
    private final LimitRules limits = new LinuxLimits(2);

    private void refused(Resources asked, String words) {
        assertThatThrownBy(() -> limits.checked(asked, Isolation.PROCESS, warnings))
                .isInstanceOf(EngineProblem.class)
                .hasMessage(words);
    }

    @Test
    void limitsThatCannotBeAreRefusedInDockersWords() {
        refused(
                Resources.builder().memory(5 * MEGA).build(),
                "Minimum memory limit allowed is 6MB");
        refused(
                Resources.builder().memory(64 * MEGA).memorySwap(32 * MEGA).build(),
                "Minimum memoryswap limit should be larger than memory limit, see usage");
        refused(
                Resources.builder().memorySwap(32 * MEGA).build(),
                "You should always set the Memory limit when using Memoryswap limit, see usage");
        refused(
                Resources.builder().nanoCpus(3_000_000_000L).build(),
                "Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available");
        refused(
                Resources.builder().cpusetCpus("0-4").build(),
                "Requested CPUs are not available - requested 0-4, available: 0-1");
        refused(
                Resources.builder().blkioWeight(5).build(),
                "Range of blkio weight is from 10 to 1000");
    }

    @Test
    void nothingThatTakesTheBoundaryAwayIsHadUnlessAllowed() {
        notHad(HostConfig.builder().privileged(true), "privileged");
        notHad(HostConfig.builder().networkMode("host"), "host-network");
        notHad(HostConfig.builder().pidMode("host"), "host-pid");
        notHad(HostConfig.builder().ipcMode("host"), "host-ipc");
        notHad(HostConfig.builder().utsMode("host"), "host-uts");
        notHad(HostConfig.builder().capAdd(List.of("sys_admin")), "unconfined");
        notHad(HostConfig.builder().capAdd(List.of("ALL")), "unconfined");
        notHad(HostConfig.builder().securityOpt(List.of("seccomp=unconfined")), "unconfined");
        notHad(
                HostConfig.builder()
                        .securityOpt(List.of("seccomp={\"defaultAction\":\"SCMP_ACT_ALLOW\"}")),
                "unconfined");
        notHad(HostConfig.builder().mounts(List.of(NOWHERE)), "host-files");
        notHad(HostConfig.builder().maskedPaths(List.of()), "unconfined");
        notHad(HostConfig.builder().readonlyPaths(List.of()), "unconfined");
        notHad(resources(Resources.builder().devices(List.of(FUSE))), "host-devices");
        notHad(
                resources(Resources.builder().deviceCgroupRules(List.of("b *:* rwm"))),
                "host-devices");
        assertThatThrownBy(() -> CLOSED.check(mounted("/:/host")))
                .hasMessageContaining("host-files");
    }

    private static void notHad(HostConfigBuilder asked, String word) {
        HostConfig host = asked.build();
        assertThatThrownBy(() -> CLOSED.check(host))
                .isInstanceOfSatisfying(
                        EngineProblem.class, refused -> assertThat(refused.status()).isEqualTo(403))
                .hasMessageEndingWith("--allow " + word);
        new HostBoundary(new LinuxRules(), EnumSet.of(Allowance.of(word))).check(host);
    }

    private static HostConfigBuilder resources(ResourcesBuilder resources) {
        return HostConfig.builder().resources(resources.build());
    }

    private static Collection<PlannedMount> mounted(String bind) {
        return MountPlan.of(
                        PATHS,
                        ContainerConfig.builder("x").build(),
                        HostConfig.builder().binds(List.of(bind)).build(),
                        other -> List.of(),
                        () -> "volume")
                .mounts();
    }

    @Test
    void whateverMayBePrivilegedMayHaveFilesDevicesAndTheKernelToo() {
        HostBoundary open = new HostBoundary(new LinuxRules(), EnumSet.of(Allowance.PRIVILEGED));
        open.check(mounted("/:/host"));
        open.check(HostConfig.builder().capAdd(List.of("ALL")).build());
        HostConfig network = HostConfig.builder().networkMode("host").build();
        assertThatThrownBy(() -> open.check(network)).hasMessageEndingWith("--allow host-network");
    }

    @Test
    void theUsualCanBeHadEverywhere() {
        CLOSED.check(
                HostConfig.builder()
                        .capAdd(List.of("CHOWN"))
                        .capDrop(List.of("ALL"))
                        .securityOpt(List.of("no-new-privileges", "seccomp=builtin"))
                        .build());
        CLOSED.check(mounted("volume:/v"));
    }

    @Test
    void nothingIsMountedOverWhatTheKernelTells() {
        for (String inside : List.of("/proc", "/proc/sys/kernel", "/x/../proc/self")) {
            assertThatThrownBy(() -> mounted("volume:" + inside))
                    .hasMessageEndingWith("cannot be mounted because it is inside /proc");
        }
        assertThatThrownBy(() -> mounted("volume:/a\0b"))
                .isInstanceOf(EngineProblem.class)
                .hasMessage("invalid mount path: Nul character not allowed");
    }

    @Test
    void swapIsAsMuchAgainAsMemoryUnlessSaidOtherwise() {
        Resources asked = Resources.builder().memory(64 * MEGA).build();
        assertThat(limits.checked(asked, Isolation.PROCESS, warnings).memorySwap())
                .isEqualTo(128 * MEGA);
        assertThat(warnings).isEmpty();
    }

    @Test
    void whatTheRequestLeavesOpenTheImageSays() {
        ContainerConfig image =
                ContainerConfig.builder("")
                        .entrypoint(List.of("/init"))
                        .cmd(List.of("serve"))
                        .env(List.of("A=image", "B=image"))
                        .workingDir("/srv")
                        .build();
        ContainerConfig asked =
                ContainerConfig.builder("x").cmd(List.of("test")).env(List.of("A=mine")).build();
        ContainerConfig merged = DEFAULTS.merge(asked, image);
        assertThat(merged.entrypoint()).containsExactly("/init");
        assertThat(merged.cmd()).containsExactly("test");
        assertThat(merged.env()).containsExactly("A=mine", "B=image");
        assertThat(merged.workingDir()).isEqualTo("/srv");

        ContainerConfig other = ContainerConfig.builder("x").entrypoint(List.of("sh")).build();
        assertThat(DEFAULTS.merge(other, image).cmd()).isEmpty();
    }

    @Test
    void bindsAreReadAsDockerReadsThem() {
        BindText bind = PATHS.bind("/a:/b:ro,rslave");
        assertThat(bind.writable()).isFalse();
        assertThat(bind.propagation()).isEqualTo("rslave");
        assertThat(PATHS.bind("name:/b").isPath()).isFalse();
        assertThat(PATHS.bind("/b").source()).isNull();
        assertThatThrownBy(() -> PATHS.bind("/a:/b:nonsense")).hasMessage("invalid mode: nonsense");
        assertThatThrownBy(() -> PATHS.bind("a:b")).hasMessageContaining("must be absolute");
        assertThatThrownBy(() -> PATHS.bind("/a:/")).hasMessageContaining("can't be '/'");
    }

    @Test
    void signalsAreNamesOrNumbers() {
        assertThat(SIGNALS.number("TERM")).isEqualTo(15);
        assertThat(SIGNALS.number("sigkill")).isEqualTo(9);
        assertThat(SIGNALS.number("SIGRTMIN+3")).isEqualTo(37);
        assertThat(SIGNALS.number("2")).isEqualTo(2);
        assertThatThrownBy(() -> SIGNALS.number("NOPE")).hasMessage("invalid signal: NOPE");
        assertThatThrownBy(() -> SIGNALS.number("0")).hasMessage("invalid signal: 0");
    }

    @Test
    void theWaitForTheNextStartDoublesUpToAMinuteAndBeginsAnewAfterALongRun() {
        RestartBackoff backoff = new RestartBackoff();
        Duration brief = Duration.ofSeconds(1);
        assertThat(backoff.next(brief)).isEqualTo(Duration.ofMillis(100));
        assertThat(backoff.next(brief)).isEqualTo(Duration.ofMillis(200));
        for (int i = 0; i < 20; i++) {
            backoff.next(brief);
        }
        assertThat(backoff.next(brief)).isEqualTo(Duration.ofMinutes(1));
        assertThat(backoff.next(Duration.ofSeconds(10))).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void timesAreSaidInDockersRoughSteps() {
        assertThat(StatusText.human(Duration.ofMillis(300))).isEqualTo("Less than a second");
        assertThat(StatusText.human(Duration.ofSeconds(59))).isEqualTo("59 seconds");
        assertThat(StatusText.human(Duration.ofSeconds(61))).isEqualTo("About a minute");
        assertThat(StatusText.human(Duration.ofHours(2))).isEqualTo("2 hours");
        assertThat(StatusText.human(Duration.ofDays(3))).isEqualTo("3 days");
    }

    @Test
    void onlyMembersNobodyKnowsAreWarnedOf() {
        var json =
                DockerJson.mapper()
                        .readTree(
                                """
                                {"Image":"x","Nonsense":1,"HostConfig":{"Memory":1,"CpuShares":2,
                                "BlkioDeviceReadIOps":null,"UTSMode":"","Odd":true}}
                                """);
        UnknownMembers.warn(json, CreateContainer.class, warnings);
        assertThat(warnings)
                .containsExactly(
                        "The request's member Nonsense is unknown to this engine and ignored.",
                        "The request's member HostConfig.Odd is unknown to this engine and"
                                + " ignored.");
    }
}
