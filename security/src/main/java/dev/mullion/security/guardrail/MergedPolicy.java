package dev.mullion.security.guardrail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What all levels together allow. Two of them are equal if the same levels say the same, in
 * whatever order they were merged.
 */
public final class MergedPolicy {

    /** What one level's value does to those above it. */
    public enum Effect {
        /** It allows less than those above, and nothing that they don't. */
        TIGHTENS,
        /** It allows less than those above, and more in places; only the first counts. */
        PARTLY,
        /** Those above allow exactly the same. */
        SAME,
        /** It allows more than those above, which can't be. */
        WITHOUT_EFFECT
    }

    /**
     * What one level says about a rule.
     *
     * @param <B> the kind of value
     */
    public record Contribution<B extends Bound<B>>(Origin origin, B value, Effect effect) {}

    /**
     * One rule's value, and where it comes from.
     *
     * @param <B> the kind of value
     * @param value what all levels together allow
     * @param contributions what each level says that says something, from above down
     */
    public record Merged<B extends Bound<B>>(
            Rule<B> rule, B value, List<Contribution<B>> contributions) {

        void judge(Workload asked, List<Finding> findings) {
            Objections objections = new Objections(rule.name());
            rule.check().check(asked, value, objections);
            for (Objections.Objection objection : objections.all()) {
                findings.add(objection.from(originOf(asked, objection)));
            }
        }

        /** The highest level that alone would refuse the same. */
        private Origin originOf(Workload asked, Objections.Objection objection) {
            for (Contribution<B> contribution : contributions) {
                Objections alone = new Objections(rule.name());
                rule.check().check(asked, contribution.value(), alone);
                if (alone.names(objection)) {
                    return contribution.origin();
                }
            }
            return Origin.ALWAYS;
        }
    }

    private final List<PolicyLevel> levels;
    private final Map<String, Merged<?>> rules;

    private MergedPolicy(List<PolicyLevel> levels) {
        this.levels = levels;
        Map<String, Merged<?>> merged = new TreeMap<>();
        for (Rule<?> rule : Rules.ALL) {
            merged.put(rule.name(), merged(rule, levels));
        }
        this.rules = merged;
    }

    /** Takes levels of which none is there twice, sorted from above down. */
    static MergedPolicy ofSorted(List<PolicyLevel> levels) {
        return new MergedPolicy(levels);
    }

    private static <B extends Bound<B>> Merged<B> merged(Rule<B> rule, List<PolicyLevel> levels) {
        B value = rule.loosest();
        List<Contribution<B>> contributions = new ArrayList<>();
        for (PolicyLevel level : levels) {
            @Nullable B said = level.policy().value(rule);
            if (said == null) {
                continue;
            }
            B both = value.and(said);
            contributions.add(new Contribution<>(level.origin(), said, effect(value, said, both)));
            value = both;
        }
        return new Merged<>(rule, value, List.copyOf(contributions));
    }

    private static Effect effect(Bound<?> above, Bound<?> said, Bound<?> both) {
        if (both.equals(above)) {
            return said.equals(above) ? Effect.SAME : Effect.WITHOUT_EFFECT;
        }
        return both.equals(said) ? Effect.TIGHTENS : Effect.PARTLY;
    }

    /**
     * Returns what a rule allows, and why.
     *
     * @param <B> the kind of value
     */
    // the map has for each rule what merged() made for that very rule
    @SuppressWarnings("unchecked")
    public <B extends Bound<B>> Merged<B> rule(Rule<B> rule) {
        return (Merged<B>) Objects.requireNonNull(rules.get(rule.name()));
    }

    /** Every rule there is, by name. */
    public List<Merged<?>> rules() {
        return List.copyOf(rules.values());
    }

    /** The levels this was merged from, from above down. */
    public List<PolicyLevel> levels() {
        return levels;
    }

    void judge(Workload asked, List<Finding> findings) {
        rules.values().forEach(rule -> rule.judge(asked, findings));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MergedPolicy that && levels.equals(that.levels);
    }

    @Override
    public int hashCode() {
        return levels.hashCode();
    }

    @Override
    public String toString() {
        return rules.toString();
    }
}
