package dev.mullion.security.guardrail;

import java.util.Comparator;

/**
 * One thing that a policy can say. The rules there are stand in {@link Rules}.
 *
 * @param <B> the kind of value the rule has
 */
public final class Rule<B extends Bound<B>> implements Comparable<Rule<?>> {

    /**
     * Compares what is asked for with what is allowed.
     *
     * @param <B> the kind of value the rule has
     */
    @FunctionalInterface
    interface Check<B extends Bound<B>> {
        void check(Workload asked, B allowed, Objections objections);
    }

    private static final Comparator<Rule<?>> BY_NAME = Comparator.comparing(Rule::name);

    private final String name;
    private final String meaning;
    private final B loosest;
    private final Notation<B> notation;
    private final Check<B> check;

    Rule(String name, String meaning, B loosest, Notation<B> notation, Check<B> check) {
        this.name = name;
        this.meaning = meaning;
        this.loosest = loosest;
        this.notation = notation;
        this.check = check;
    }

    /** The stable name, which documents and refusals use, for example {@code isolation}. */
    public String name() {
        return name;
    }

    /** One clause that says what the rule is about. */
    public String meaning() {
        return meaning;
    }

    /** The value that allows all that this rule could refuse. */
    public B loosest() {
        return loosest;
    }

    Notation<B> notation() {
        return notation;
    }

    Check<B> check() {
        return check;
    }

    @Override
    public int compareTo(Rule<?> other) {
        return BY_NAME.compare(this, other);
    }

    @Override
    public String toString() {
        return name;
    }
}
