package dev.mullion.security.guardrail;

import java.util.List;

/**
 * The guardrail's answer.
 *
 * @param findings every reason against the request; none means that it is allowed
 */
public record Judgement(List<Finding> findings) {

    /** Keeps its own copy. */
    public Judgement {
        findings = List.copyOf(findings);
    }

    /** Whether the request may be carried out. */
    public boolean allowed() {
        return findings.isEmpty();
    }
}
