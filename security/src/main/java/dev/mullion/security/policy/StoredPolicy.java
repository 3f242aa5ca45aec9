package dev.mullion.security.policy;

import dev.mullion.security.guardrail.Policy;
import dev.mullion.security.guardrail.PolicyDocument;
import dev.mullion.security.guardrail.PolicyFormatException;
import java.time.Instant;

/**
 * A policy as the database has it.
 *
 * @param key the place's
 */
record StoredPolicy(
        String key, String document, long version, Instant writtenAt, String writtenBy) {

    Policy policy() {
        try {
            return PolicyDocument.read(document);
        } catch (PolicyFormatException e) {
            throw new PolicyUnreadableException(this, e);
        }
    }
}
