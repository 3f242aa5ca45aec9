package dev.mullion.security.audit;

import java.util.List;

/**
 * Whether the audit is as it was written.
 *
 * @param head how far it was looked at; worth noting down elsewhere
 * @param findings what is not as it was written, the first 100; empty if all is
 */
public record AuditVerification(AuditHead head, List<Finding> findings) {

    public AuditVerification {
        findings = List.copyOf(findings);
    }

    /**
     * Something that is not as it was written.
     *
     * @param position of the record, 0 if it has none
     * @param what a sentence
     */
    public record Finding(long position, String what) {}

    public boolean intact() {
        return findings.isEmpty();
    }
}
