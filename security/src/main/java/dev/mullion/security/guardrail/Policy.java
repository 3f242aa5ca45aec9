package dev.mullion.security.guardrail;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one level says about some of the rules. About the others it says nothing. */
public final class Policy {

    /** Says nothing. */
    public static final Policy EMPTY = new Policy(new TreeMap<>());

    private final Map<Rule<?>, Bound<?>> values;

    private Policy(Map<Rule<?>, Bound<?>> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /**
     * Returns this policy with a value for a rule, instead of the one it may have had.
     *
     * @param <B> the kind of value
     */
    public <B extends Bound<B>> Policy with(Rule<B> rule, B value) {
        Map<Rule<?>, Bound<?>> more = new TreeMap<>(values);
        more.put(rule, value);
        return new Policy(more);
    }

    /** The rules about which this policy says something, by name. */
    public Set<Rule<?>> rules() {
        return values.keySet();
    }

    /**
     * Returns what this policy says about a rule.
     *
     * @param <B> the kind of value
     * @return null if it says nothing
     */
    // only with() puts values in, and it takes only those of the rule's kind
    @SuppressWarnings("unchecked")
    public <B extends Bound<B>> @Nullable B value(Rule<B> rule) {
        return (B) values.get(rule);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Policy that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
