package dev.mullion.backend.admission;

import dev.mullion.backend.Problem;
import dev.mullion.security.guardrail.Finding;
import dev.mullion.security.guardrail.Origin;
import dev.mullion.security.policy.PolicyUnreadableException;
import java.util.List;
import java.util.stream.Collectors;

/** Says in words why something is refused. */
final class Refusals {

    /** What programs tell such refusals apart by. */
    static final String CODE = "refused-by-policy";

    private Refusals() {}

    /** What can't be judged is refused. */
    static Finding unknowable(RuntimeException why) {
        return new Finding(
                "guardrail",
                "the request",
                "something that can't be judged",
                why instanceof PolicyUnreadableException
                        ? "a policy that holds for it can't be understood"
                        : "the policies can't be read from the portal's database now",
                Origin.ALWAYS,
                "Ask an administrator to look into the portal's log.");
    }

    static Problem problem(String asked, List<Finding> findings) {
        // the names come first: the audit cuts long texts
        String rules =
                findings.stream()
                        .map(finding -> "\"" + finding.rule() + "\"")
                        .distinct()
                        .collect(Collectors.joining(", "));
        Finding first = findings.getFirst();
        String because =
                "it is refused by the "
                        + (rules.contains(",") ? "rules " : "rule ")
                        + rules
                        + ": "
                        + findings.stream()
                                .map(finding ->
                                        "%s asks for %s, but %s (from %s; %s)"
                                                .formatted(
                                                        finding.field(),
                                                        finding.asked(),
                                                        finding.allowed(),
                                                        finding.origin().name(),
                                                        finding.origin().changeableBy()))
                                .collect(Collectors.joining("; "));
        String remedy =
                findings.stream().map(Finding::remedy).distinct().collect(Collectors.joining(" "));
        Problem problem = Problem.refused(CODE, asked, because, remedy, findings);
        return AskedField.of(first.field()).map(problem::at).orElse(problem);
    }
}
