package dev.mullion.security.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.Isolation;
import dev.mullion.security.Trust;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IsolationTest {

    private static Workload asking(Trust trust, Isolation isolation) {
        return Requests.windows(trust, UnaryOperator.identity(), host -> host.isolation(isolation));
    }

    @ParameterizedTest
    @EnumSource(
            value = Isolation.class,
            names = {"DEFAULT", "PROCESS"})
    void hostileTenantCannotStartWithoutHyperV(Isolation isolation) {
        Judgement judgement =
                Guardrail.judge(asking(Trust.HOSTILE, isolation), Requests.policy(Trust.HOSTILE));

        assertThat(judgement.findings())
                .filteredOn(finding -> finding.rule().equals("isolation"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.field()).isEqualTo("HostConfig.Isolation");
                    assertThat(finding.asked()).isEqualTo(isolation.wire());
                    assertThat(finding.allowed()).isEqualTo("only hyperv is allowed");
                    assertThat(finding.origin()).isEqualTo(Origin.builtIn(Trust.HOSTILE));
                    assertThat(finding.remedy()).isEqualTo("Ask for hyperv.");
                });
    }

    @Test
    void forgettingThePolicyDoesNotFreeAHostileTenant() {
        assertThat(
                        Guardrail.judge(asking(Trust.HOSTILE, Isolation.PROCESS), Policies.merge())
                                .allowed())
                .isFalse();
    }
}
