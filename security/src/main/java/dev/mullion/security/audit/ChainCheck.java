package dev.mullion.security.audit;

import dev.mullion.security.audit.AuditVerification.Finding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the whole chain and recomputes it. */
@Component
class ChainCheck {

    private static final int AT_ONCE = 1_000;
    private static final int MOST_FINDINGS = 100;

    private final AuditTable table;

    ChainCheck(AuditTable table) {
        this.table = table;
    }

    /**
     * Checks everything up to the head as it is now; what is written meanwhile is left out.
     *
     * @param earlier a head that was noted before, to be found again
     */
    AuditVerification check(@Nullable AuditHead earlier) {
        var head = table.head();
        var findings = new ArrayList<Finding>();
        var before = ChainHash.NOTHING;
        long expected = 1;
        while (expected <= head.records() && findings.size() < MOST_FINDINGS) {
            var piece = table.after(expected - 1, AT_ONCE);
            if (piece.isEmpty()) {
                break;
            }
            for (var record : piece) {
                if (record.position() > head.records() || findings.size() >= MOST_FINDINGS) {
                    break;
                }
                missing(expected, record.position() - 1, findings);
                look(record, before, earlier, findings);
                before = record.hash();
                expected = record.position() + 1;
            }
            if (piece.getLast().position() > head.records()) {
                break;
            }
        }
        if (findings.size() < MOST_FINDINGS) {
            missing(expected, head.records(), findings);
            lookAtEnd(head, before, earlier, findings);
        }
        return new AuditVerification(head, findings);
    }

    private static void missing(long from, long to, List<Finding> findings) {
        if (from == to) {
            findings.add(new Finding(from, "Record " + from + " is missing."));
        } else if (from < to) {
            findings.add(new Finding(from, "Records " + from + " to " + to + " are missing."));
        }
    }

    private static void look(
            AuditRecord record,
            String before,
            @Nullable AuditHead earlier,
            List<Finding> findings) {
        long position = record.position();
        if (!record.hash().equals(ChainHash.of(before, position, record))) {
            findings.add(
                    new Finding(
                            position,
                            "Record "
                                    + position
                                    + " was changed after it was written, or what stood before it"
                                    + " was."));
        }
        if (earlier != null
                && earlier.records() == position
                && !earlier.hash().equals(record.hash())) {
            findings.add(
                    new Finding(
                            position,
                            "Up to record "
                                    + position
                                    + " the audit is another one than when the head was noted."));
        }
    }

    private void lookAtEnd(
            AuditHead head, String last, @Nullable AuditHead earlier, List<Finding> findings) {
        if (!head.hash().equals(last)) {
            findings.add(
                    new Finding(
                            head.records(), "The last record is another one than the head says."));
        }
        if (earlier != null && earlier.records() > head.records()) {
            findings.add(
                    new Finding(
                            head.records(),
                            "There were "
                                    + earlier.records()
                                    + " records when the head was noted, and now there are "
                                    + head.records()
                                    + "."));
        }
        long outside = table.unchained() + table.beyondHead();
        if (outside > 0) {
            findings.add(
                    new Finding(0, outside + " records were put in without being in the chain."));
        }
    }
}
