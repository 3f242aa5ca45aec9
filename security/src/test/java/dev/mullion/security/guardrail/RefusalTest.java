package dev.mullion.security.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.CreateExec;
import dev.mullion.docker.api.EndpointSettings;
import dev.mullion.docker.api.Resources;
import dev.mullion.docker.api.UpdateContainer;
import dev.mullion.security.Trust;
import dev.mullion.security.guardrail.TargetHost.HostSystem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalTest {

    private static Judgement judged(Workload asked) {
        return Guardrail.judge(asked, Requests.policy(asked.placement().trust()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Isolation.class,
            names = {"DEFAULT", "PROCESS"})
    void hostileTenantCannotStartWithoutHyperV(Isolation isolation) {
        Workload asked =
                Requests.host(host -> host.isolation(isolation))
                        .apply(Requests.good(HostSystem.WINDOWS, Trust.HOSTILE));

        assertThat(judged(asked).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo("isolation");
                    assertThat(finding.field()).isEqualTo("HostConfig.Isolation");
                    assertThat(finding.asked()).isEqualTo(isolation.wire());
                    assertThat(finding.allowed()).isEqualTo("only hyperv is allowed");
                    assertThat(finding.origin()).isEqualTo(Origin.builtIn(Trust.HOSTILE));
                    assertThat(finding.remedy()).isEqualTo("Ask for hyperv.");
                    assertThat(finding.text())
                            .contains("trust level hostile", "nobody can loosen it");
                });
    }

    @Test
    void hostsOwnDefaultOfHyperVIsNotEnoughForAHostileTenant() {
        Workload asked =
                Requests.host(host -> host.isolation(Isolation.DEFAULT))
                        .andThen(
                                Requests.on(host ->
                                        new TargetHost(
                                                host.id(),
                                                host.pool(),
                                                host.system(),
                                                host.isolations(),
                                                Isolation.HYPERV,
                                                host.runtime(),
                                                host.processors(),
                                                host.engineOwns(),
                                                host.sharedWith())))
                        .apply(Requests.good(HostSystem.WINDOWS, Trust.HOSTILE));

        assertThat(judged(asked).allowed()).isFalse();
    }

    @Test
    void forgettingThePolicyDoesNotFreeAHostileTenant() {
        Workload asked =
                Requests.host(host -> host.isolation(Isolation.PROCESS))
                        .apply(Requests.good(HostSystem.WINDOWS, Trust.HOSTILE));

        assertThat(Guardrail.judge(asked, Policies.merge()).allowed()).isFalse();
        assertThat(Guardrail.judge(asked, Requests.policy(Trust.TRUSTED)).allowed()).isFalse();
    }

    @Test
    void policyOfThePlatformCannotFreeAHostileTenant() {
        Workload asked =
                Requests.host(host -> host.isolation(Isolation.PROCESS))
                        .apply(Requests.good(HostSystem.WINDOWS, Trust.HOSTILE));
        PolicyLevel loose =
                new PolicyLevel(
                        Origin.builtIn(Trust.HOSTILE),
                        Policy.EMPTY.with(Rules.ISOLATION, IsolationFloor.ANY));

        assertThat(Guardrail.judge(asked, Policies.merge(loose)).allowed()).isFalse();
    }

    @Test
    void whatCannotBeJudgedIsRefused() {
        Workload broken =
                new Workload(
                        new Placement(Requests.TENANT, "qa", Trust.TRUSTED),
                        Requests.host(HostSystem.LINUX),
                        Requests.good(HostSystem.LINUX, Trust.TRUSTED).request(),
                        withoutDetails(),
                        Surroundings.EMPTY,
                        null);

        assertThat(judged(broken).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.rule()).isEqualTo("guardrail"));
        assertThat(
                        Guardrail.judge(broken, CreateExec.of("sh"), Requests.policy(Trust.TRUSTED))
                                .allowed())
                .isFalse();
    }

    @SuppressWarnings("NullAway") // the point: something upstream is broken
    private static ResolvedImage withoutDetails() {
        return new ResolvedImage(null, true, Set.of());
    }

    @Test
    void everyFindingIsGivenAtOnce() {
        Workload asked =
                Requests.host(host ->
                                host.isolation(Isolation.PROCESS)
                                        .privileged(true)
                                        .binds(List.of("C:\\Windows:C:\\w"))
                                        .networkMode("host"))
                        .apply(Requests.good(HostSystem.WINDOWS, Trust.HOSTILE));

        assertThat(judged(asked).findings())
                .extracting(Finding::field)
                .contains(
                        "HostConfig.Isolation",
                        "HostConfig.Privileged",
                        "HostConfig.Binds[0]",
                        "HostConfig.NetworkMode");
    }

    @Test
    void findingNamesTheLevelThatRefuses() {
        PolicyLevel tenant =
                new PolicyLevel(
                        Origin.tenant(Requests.TENANT, "Red"),
                        PolicyDocument.read(
                                "{\"rules\": {\"hostPorts\": [\"8000-8999/tcp\"], \"memoryBytes\":"
                                        + " 536870912}}"));
        Workload asked =
                Requests.host(host ->
                                host.portBindings(
                                        Map.of(
                                                "80/tcp",
                                                List.of(
                                                        new dev.mullion.docker.api.PortBinding(
                                                                null, "9000")))))
                        .apply(Requests.good(HostSystem.LINUX, Trust.TRUSTED));

        List<Finding> findings =
                Guardrail.judge(
                                asked,
                                Policies.merge(
                                        Requests.policy(Trust.TRUSTED), Policies.merge(tenant)))
                        .findings();

        assertThat(findings)
                .extracting(Finding::rule)
                .containsExactlyInAnyOrder("hostPorts", "memoryBytes");
        assertThat(findings)
                .extracting(Finding::origin)
                .containsOnly(Origin.tenant(Requests.TENANT, "Red"));
        assertThat(findings.getFirst().text())
                .contains("who writes the policies of tenant \"Red\" can change it");
    }

    @Test
    void refusalRepeatsNeitherSecretsNorControlCharacters() {
        Workload asked =
                Requests.host(host ->
                                host.securityOpt(
                                                List.of(
                                                        "credentialspec=raw://{\"secret\":\"canary\"}"))
                                        .networkMode("a\u001b[31m\u202eb"))
                        .andThen(
                                Requests.endpoint(
                                        "c\u001b[31m\u202ed", EndpointSettings.builder().build()))
                        .apply(Requests.good(HostSystem.WINDOWS, Trust.HOSTILE));

        assertThat(judged(asked).findings())
                .hasSizeGreaterThan(2)
                .allSatisfy(finding ->
                        assertThat(finding.text()).doesNotContain("canary", "\u001b", "\u202e"));
    }

    @Test
    void changeOfLimitsIsJudgedByWhatComesOut() {
        Workload running = Requests.good(HostSystem.LINUX, Trust.HOSTILE);

        assertThat(judged(updated(running, Resources.builder().memory(2L << 30).build())).allowed())
                .isTrue();
        assertThat(judged(updated(running, Resources.builder().pidsLimit(-1L).build())).findings())
                .extracting(Finding::field)
                .containsExactly("HostConfig.PidsLimit");
        assertThat(judged(updated(running, Resources.builder().memorySwap(-1).build())).findings())
                .extracting(Finding::field)
                .containsExactly("HostConfig.MemorySwap");
        assertThat(
                        judged(
                                        updated(
                                                running,
                                                Resources.builder()
                                                        .devices(
                                                                List.of(
                                                                        new Resources.DeviceMapping(
                                                                                "/dev/mem",
                                                                                "/dev/mem",
                                                                                "")))
                                                        .build()))
                                .findings())
                .extracting(Finding::rule)
                .containsExactly("devices");
    }

    private static Workload updated(Workload running, Resources resources) {
        return running.updated(new UpdateContainer(resources, null));
    }

    @Test
    void joiningANetworkIsJudgedLikeBeingCreatedInIt() {
        Workload running = Requests.good(HostSystem.LINUX, Trust.HOSTILE);

        assertThat(judged(running.connected("my-network", null)).allowed()).isTrue();
        assertThat(judged(running.connected("their-network", null)).findings())
                .extracting(Finding::rule)
                .containsExactly("foreign");
        assertThat(judged(running.connected("host", null)).findings())
                .extracting(Finding::rule)
                .containsExactly("networks");
        assertThat(
                        judged(
                                        running.connected(
                                                "my-network",
                                                EndpointSettings.builder()
                                                        .macAddress("02:00:00:00:00:01")
                                                        .build()))
                                .findings())
                .extracting(Finding::rule)
                .containsExactly("networkAddresses");
    }

    @Test
    void execCannotGainWhatTheContainerCouldNot() {
        Workload running = Requests.good(HostSystem.LINUX, Trust.HOSTILE);
        MergedPolicy policy = Requests.policy(Trust.HOSTILE);

        assertThat(Guardrail.judge(running, exec(false, null), policy).allowed()).isTrue();
        assertThat(Guardrail.judge(running, exec(true, null), policy).findings())
                .extracting(Finding::field)
                .containsExactly("Privileged");
        assertThat(Guardrail.judge(running, exec(false, "0"), policy).findings())
                .extracting(Finding::field)
                .containsExactly("User");
        assertThat(Guardrail.judge(running, exec(false, "1001"), policy).allowed()).isTrue();
    }

    private static CreateExec exec(boolean privileged, @Nullable String user) {
        return new CreateExec(
                null,
                List.of(),
                true,
                true,
                true,
                false,
                List.of(),
                List.of("sh"),
                privileged,
                user,
                null);
    }
}
