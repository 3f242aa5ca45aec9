package dev.mullion.security.quota;

import java.util.List;

/**
 * A quota with what is taken of it.
 *
 * @param place whose it is
 * @param limits the most that may be taken
 * @param use what is taken, with what is reserved
 * @param stages the same for each stage of a tenant; empty for a stage
 */
public record QuotaReport(QuotaPlace place, Limits limits, Use use, List<QuotaReport> stages) {

    public QuotaReport {
        stages = List.copyOf(stages);
    }
}
