package dev.mullion.security.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.security.Trust;
import dev.mullion.security.guardrail.TargetHost.HostSystem;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every member of a request through which a container could reach out, at every trust level with
 * the rules that come with Mullion.
 */
class EscapeFieldsTest {

    static Stream<Arguments> rows() {
        EscapeTable table = new EscapeTable();
        MountEscapes.add(table);
        KernelEscapes.add(table);
        NetworkEscapes.add(table);
        return table.rows().stream().flatMap(row -> Arrays.stream(Trust.values()).map(row::at));
    }

    @ParameterizedTest
    @EnumSource(HostSystem.class)
    void nothingIsAgainstTheRequestThatIsChangedHere(HostSystem system) {
        for (Trust trust : Trust.values()) {
            assertThat(
                            Guardrail.judge(Requests.good(system, trust), Requests.policy(trust))
                                    .findings())
                    .isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @MethodSource("rows")
    void memberIsJudged(
            HostSystem system,
            Trust trust,
            String name,
            UnaryOperator<Workload> change,
            String refusedBy) {
        Workload asked = change.apply(Requests.good(system, trust));

        List<Finding> findings = Guardrail.judge(asked, Requests.policy(trust)).findings();

        if (refusedBy.isEmpty()) {
            assertThat(findings).as(name).isEmpty();
        } else {
            assertThat(findings).as(name).extracting(Finding::rule).contains(refusedBy);
        }
    }
}
