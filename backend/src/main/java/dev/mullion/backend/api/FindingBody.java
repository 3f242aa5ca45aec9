package dev.mullion.backend.api;

import dev.mullion.backend.admission.AskedField;
import dev.mullion.security.guardrail.Finding;
import org.jspecify.annotations.Nullable;

/**
 * One reason why a request is refused.
 *
 * @param rule the rule's name
 * @param field what has to change, as this API calls it; absent for what can't be asked for here
 * @param engineField the same, as the Docker Engine API calls it
 * @param asked what is asked for
 * @param allowed what is allowed there
 * @param origin who says so
 * @param changeableBy who could change it
 * @param remedy what would pass
 */
record FindingBody(
        String rule,
        @Nullable String field,
        String engineField,
        String asked,
        String allowed,
        String origin,
        String changeableBy,
        String remedy) {

    static FindingBody of(Finding finding) {
        return new FindingBody(
                finding.rule(),
                AskedField.of(finding.field()).orElse(null),
                finding.field(),
                finding.asked(),
                finding.allowed(),
                finding.origin().name(),
                finding.origin().changeableBy(),
                finding.remedy());
    }
}
