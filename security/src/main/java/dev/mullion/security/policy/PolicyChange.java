package dev.mullion.security.policy;

import dev.mullion.security.Auditable;
import dev.mullion.security.guardrail.Policy;
import dev.mullion.security.guardrail.PolicyDocument;
import dev.mullion.security.guardrail.Rule;
import java.util.TreeSet;

/**
 * A policy that was changed.
 *
 * @param before what held
 * @param now what holds
 */
public record PolicyChange(Policy before, WrittenPolicy now) implements Auditable {

    /** Enough for a word or a few; the rules have to stay readable beside each other. */
    private static final int LONGEST_VALUE = 60;

    /** Which rules changed, from what to what. */
    @Override
    public String auditText() {
        var rules = new TreeSet<Rule<?>>(before.rules());
        rules.addAll(now.policy().rules());
        var text = new StringBuilder("version ").append(now.version());
        for (var rule : rules) {
            var was = said(before, rule);
            var is = said(now.policy(), rule);
            if (!was.equals(is)) {
                text.append("; ").append(rule.name()).append(' ').append(was);
                text.append(" -> ").append(is);
            }
        }
        return text.toString();
    }

    private static String said(Policy policy, Rule<?> rule) {
        var text = PolicyDocument.write(policy, rule).orElse("nothing");
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }
}
