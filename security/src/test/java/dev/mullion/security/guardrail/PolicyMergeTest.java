package dev.mullion.security.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.security.Trust;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolicyMergeTest {

    private static final int TRIES = 1_000;
    private static final Origin TENANT = Origin.tenant(Requests.TENANT, "Red");
    private static final Origin STAGE = Origin.stage(Requests.TENANT, "Red", "qa");

    private static PolicyLevel level(Origin origin, String rules) {
        return new PolicyLevel(origin, PolicyDocument.read("{\"rules\": {" + rules + "}}"));
    }

    @Test
    void mergeIsCommutativeAssociativeAndIdempotentWithItsOrigins() {
        Random random = new Random(5);
        for (int i = 0; i < TRIES; i++) {
            List<PolicyLevel> levels = Values.levels(random);
            MergedPolicy merged = Policies.merge(levels);
            List<PolicyLevel> shuffled = new ArrayList<>(levels);
            shuffled.addAll(levels.subList(0, levels.size() / 2));
            Collections.shuffle(shuffled, random);
            int split = levels.size() / 2;

            assertThat(Policies.merge(shuffled)).isEqualTo(merged);
            assertThat(Policies.merge(merged, merged)).isEqualTo(merged);
            assertThat(
                            Policies.merge(
                                    Policies.merge(levels.subList(split, levels.size())),
                                    Policies.merge(levels.subList(0, split))))
                    .isEqualTo(merged);
            assertThat(Policies.merge(shuffled).rules()).isEqualTo(merged.rules());
        }
    }

    @Test
    void anotherLevelOnlyTightens() {
        Random random = new Random(6);
        int refusedByMore = 0;
        for (int i = 0; i < TRIES; i++) {
            Trust trust = Values.one(random, Trust.values());
            MergedPolicy above =
                    Policies.merge(Requests.policy(trust), Policies.merge(Values.levels(random)));
            MergedPolicy below = Policies.merge(above, Policies.merge(Values.levels(random)));
            Workload asked = RandomRequests.next(random, trust);
            boolean allowedAbove = Guardrail.judge(asked, above).allowed();
            boolean allowedBelow = Guardrail.judge(asked, below).allowed();

            assertThat(allowedBelow && !allowedAbove).isFalse();
            refusedByMore += allowedAbove && !allowedBelow ? 1 : 0;
        }
        assertThat(refusedByMore).isPositive();
    }

    @Test
    void everyFindingNamesALevelThatAloneRefuses() {
        Random random = new Random(7);
        for (int i = 0; i < TRIES; i++) {
            Trust trust = Values.one(random, Trust.values());
            MergedPolicy policy =
                    Policies.merge(Requests.policy(trust), Policies.merge(Values.levels(random)));
            Workload asked = RandomRequests.next(random, trust);

            for (Finding finding : Guardrail.judge(asked, policy).findings()) {
                List<PolicyLevel> named =
                        policy.levels().stream()
                                .filter(level -> level.origin().equals(finding.origin()))
                                .toList();
                if (named.isEmpty()) {
                    assertThat(finding.origin()).isEqualTo(Origin.ALWAYS);
                }
                assertThat(Guardrail.judge(asked, Policies.merge(named)).findings())
                        .anyMatch(alone ->
                                alone.rule().equals(finding.rule())
                                        && alone.field().equals(finding.field()));
            }
        }
    }

    @Test
    void looseningIsShownAsWithoutEffect() {
        MergedPolicy merged =
                Policies.merge(
                        ReadyMade.floor(Trust.HOSTILE),
                        ReadyMade.usual(Trust.HOSTILE),
                        level(
                                TENANT,
                                "\"isolation\": \"any\", \"hostPorts\": \"any\", \"user\":"
                                        + " \"no-administrator\""),
                        level(STAGE, "\"networks\": [\"bridge\", \"host\"]"));

        assertThat(merged.rule(Rules.ISOLATION).value()).isEqualTo(IsolationFloor.HYPERV);
        assertThat(effect(merged, Rules.ISOLATION, TENANT))
                .isEqualTo(MergedPolicy.Effect.WITHOUT_EFFECT);
        assertThat(effect(merged, Rules.HOST_PORTS, TENANT))
                .isEqualTo(MergedPolicy.Effect.WITHOUT_EFFECT);
        assertThat(effect(merged, Rules.USER, TENANT)).isEqualTo(MergedPolicy.Effect.SAME);
        assertThat(effect(merged, Rules.USER, Origin.platform(Trust.HOSTILE)))
                .isEqualTo(MergedPolicy.Effect.TIGHTENS);
        assertThat(effect(merged, Rules.NETWORKS, STAGE)).isEqualTo(MergedPolicy.Effect.PARTLY);
        assertThat(merged.rule(Rules.NETWORKS).value()).isEqualTo(Among.of("bridge"));
    }

    private static MergedPolicy.Effect effect(MergedPolicy merged, Rule<?> rule, Origin origin) {
        return merged.rules().stream()
                .filter(each -> each.rule().equals(rule))
                .flatMap(each -> each.contributions().stream())
                .filter(contribution -> contribution.origin().equals(origin))
                .map(MergedPolicy.Contribution::effect)
                .findFirst()
                .orElseThrow();
    }
}
