package dev.mullion.security.guardrail;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Policies as JSON: {@code {"rules": {"isolation": "hyperv", "networks": ["nat"]}}}. A member that
 * isn't known, one that is there twice, and whatever else could mean nothing or two things make a
 * document unreadable; no part of such a one is taken.
 */
public final class PolicyDocument {

    /** More than the largest policy that makes sense. */
    public static final int LONGEST = 1 << 20;

    private static final String RULES = "rules";
    private static final int DEEPEST = 10;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEEPEST)
                                                    .maxDocumentLength(LONGEST)
                                                    .maxNumberLength(30)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();

    private static final JsonMapper ON_ONE_LINE =
            MAPPER.rebuild().disable(SerializationFeature.INDENT_OUTPUT).build();

    private PolicyDocument() {}

    /**
     * Reads a policy.
     *
     * @throws PolicyFormatException if it isn't understood completely
     */
    public static Policy read(String json) {
        JsonNode document = parsed(json);
        if (!document.isObject() || document.size() != 1 || !document.path(RULES).isObject()) {
            throw new PolicyFormatException(
                    "", "A policy is an object with one member, \"rules\", which is an object");
        }
        Policy policy = Policy.EMPTY;
        for (Map.Entry<String, JsonNode> member : document.path(RULES).properties()) {
            String at = RULES + "." + member.getKey();
            Rule<?> rule =
                    Rules.named(member.getKey())
                            .orElseThrow(() ->
                                    new PolicyFormatException(
                                            RULES,
                                            "There is no rule "
                                                    + Objections.quoted(member.getKey())
                                                    + "; there are "
                                                    + String.join(
                                                            ", ",
                                                            Rules.ALL.stream()
                                                                    .map(Rule::name)
                                                                    .sorted()
                                                                    .toList())));
            policy = with(policy, rule, member.getValue(), at);
        }
        return policy;
    }

    private static JsonNode parsed(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new PolicyFormatException("", "Not JSON that can be read: " + firstLine(e));
        }
    }

    private static String firstLine(JacksonException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("");
    }

    private static <B extends Bound<B>> Policy with(
            Policy policy, Rule<B> rule, JsonNode json, String at) {
        return policy.with(rule, rule.notation().read(json, at));
    }

    /** Writes a policy so that {@link #read} gives an equal one. */
    public static String write(Policy policy) {
        Map<String, Object> rules = new LinkedHashMap<>();
        policy.rules().forEach(rule -> rules.put(rule.name(), written(policy, rule)));
        return MAPPER.writeValueAsString(Map.of(RULES, rules));
    }

    private static <B extends Bound<B>> Object written(Policy policy, Rule<B> rule) {
        B value = policy.value(rule);
        return rule.notation().write(value == null ? rule.loosest() : value);
    }

    /**
     * What a policy says about one rule, as it stands in a document but on one line.
     *
     * @return nothing if it says nothing
     */
    public static Optional<String> write(Policy policy, Rule<?> rule) {
        return policy.rules().contains(rule)
                ? Optional.of(ON_ONE_LINE.writeValueAsString(written(policy, rule)))
                : Optional.empty();
    }

    /** One value as it stands in a document, for pages. */
    public static String write(MergedPolicy.Merged<?> merged) {
        return writtenValue(merged);
    }

    private static <B extends Bound<B>> String writtenValue(MergedPolicy.Merged<B> merged) {
        return write(merged.rule(), merged.value());
    }

    /**
     * One value as it stands in a document, for pages.
     *
     * @param <B> the kind of value
     */
    public static <B extends Bound<B>> String write(Rule<B> rule, B value) {
        return MAPPER.writeValueAsString(rule.notation().write(value));
    }

    /**
     * A rule's loosest value as it stands in a document.
     *
     * @param <B> the kind of value
     */
    public static <B extends Bound<B>> String loosest(Rule<B> rule) {
        return write(rule, rule.loosest());
    }

    /** Whether a document can say something about a rule; about the others nobody can. */
    public static boolean settable(Rule<?> rule) {
        return !(rule.loosest() instanceof Always);
    }
}
