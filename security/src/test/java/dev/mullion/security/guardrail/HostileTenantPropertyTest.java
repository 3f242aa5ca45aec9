package dev.mullion.security.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.Mount;
import dev.mullion.security.Trust;
import dev.mullion.security.guardrail.TargetHost.HostSystem;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for whatever a hostile tenant is admitted with, found out without the rules' code. */
class HostileTenantPropertyTest {

    private static final int TRIES = 4_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_124, -77})
    void noAdmittedRequestReachesOut(long seed) {
        Random random = new Random(seed);
        int admitted = 0;
        for (int i = 0; i < TRIES; i++) {
            Workload asked = RandomRequests.next(random, Trust.HOSTILE);
            MergedPolicy usual = Requests.policy(Trust.HOSTILE);
            MergedPolicy policy =
                    random.nextBoolean()
                            ? usual
                            : Policies.merge(usual, Policies.merge(Values.levels(random)));

            if (Guardrail.judge(asked, policy).allowed()) {
                admitted++;
                assertHarmless(asked);
            }
        }
        // neither is everything refused nor anything let through
        assertThat(admitted).isBetween(TRIES / 20, TRIES * 3 / 4);
    }

    private static boolean hasNoDriverOptions(Mount.VolumeOptions options) {
        Mount.DriverConfig driver = options.driverConfig();
        return driver == null || driver.options().isEmpty();
    }

    private static void assertHarmless(Workload asked) {
        HostConfig host = asked.request().hostConfig();
        ContainerConfig config = asked.request().config();
        boolean windows = asked.host().system() == HostSystem.WINDOWS;

        assertThat(host.isolation()).isEqualTo(Isolation.HYPERV);
        assertThat(asked.host().isolations()).contains(Isolation.HYPERV);
        assertThat(host.privileged()).isFalse();
        assertThat(host.binds())
                .allMatch(bind -> bind.matches("(my-volume|new-volume|data):.*"), "a volume")
                .noneMatch(bind -> bind.contains("/proc") || bind.contains("their"));
        assertThat(host.mounts())
                .allSatisfy(mount -> {
                    assertThat(mount.type()).isIn("volume", "tmpfs");
                    assertThat(mount.source()).isIn(null, "my-volume", "new-volume", "data");
                    Mount.VolumeOptions options = mount.volumeOptions();
                    assertThat(options == null || hasNoDriverOptions(options)).isTrue();
                });
        assertThat(host.volumesFrom()).doesNotContain("theirs");
        for (String mode :
                new String[] {
                    host.networkMode(),
                    host.pidMode(),
                    host.ipcMode(),
                    host.utsMode(),
                    host.usernsMode(),
                    host.cgroupnsMode()
                }) {
            assertThat(mode).isNotIn("host", "container:theirs", "their-network", "wire");
        }
        assertThat(host.capAdd()).isSubsetOf("NET_BIND_SERVICE");
        assertThat(host.securityOpt())
                .noneMatch(option -> option.contains("unconfined") || option.contains("disable"))
                .noneMatch(option -> option.contains("credentialspec") || option.endsWith("false"));
        assertThat(host.portBindings()).isEmpty();
        assertThat(host.annotations()).isEmpty();
        assertThat(host.maskedPaths()).isNull();
        assertThat(host.oomScoreAdj()).isNotNegative();
        assertThat(host.runtime()).isIn(null, asked.host().runtime());
        assertThat(host.resources().devices()).isEmpty();
        assertThat(host.resources().memory()).isPositive();
        assertThat(host.resources().nanoCpus()).isPositive();
        assertThat(config.labels().keySet())
                .noneMatch(label -> label.toLowerCase(Locale.ROOT).startsWith("mullion"));
        assertThat(config.image()).contains("sha256:" + Requests.HEX);
        String user =
                config.user() == null ? asked.image().details().config().user() : config.user();
        assertThat(user)
                .isIn(
                        windows
                                ? Set.of("ContainerUser", "S-1-5-93-2-2")
                                : Set.of("1000", "1000:1000"));
        if (!windows) {
            assertThat(host.capDrop()).isEqualTo(List.of("ALL"));
            assertThat(host.resources().pidsLimit()).isPositive();
        }
        assertThat(asked.image().catalogue() || asked.image().tenants().contains(Requests.TENANT))
                .isTrue();
    }
}
