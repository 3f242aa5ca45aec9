package dev.mullion.backend.api;

import dev.mullion.backend.admission.Verdict;
import dev.mullion.docker.Digest;
import dev.mullion.docker.Isolation;
import dev.mullion.security.guardrail.Bound;
import dev.mullion.security.guardrail.Finding;
import dev.mullion.security.guardrail.MergedPolicy;
import dev.mullion.security.guardrail.Origin;
import dev.mullion.security.guardrail.PolicyDocument;
import dev.mullion.security.guardrail.Rule;
import dev.mullion.security.policy.WrittenPolicy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Policies as the API has them. */
final class PolicyBodies {

    private static final JsonMapper JSON = ApiJson.mapper();

    private PolicyBodies() {}

    /**
     * What is said at one place.
     *
     * @param rules by name; the values are words, numbers or lists
     * @param version to be given back with a change; 0 if nobody wrote anything
     * @param readyMade whether it is as it comes with Mullion
     * @param writtenAt when it was written, if it was
     * @param writtenBy who wrote it, if somebody did
     */
    record PolicyBody(
            @Schema(type = "object") Map<String, JsonNode> rules,
            long version,
            boolean readyMade,
            @Nullable Instant writtenAt,
            @Nullable String writtenBy) {

        static PolicyBody of(WrittenPolicy written) {
            Map<String, JsonNode> rules = new TreeMap<>();
            for (Rule<?> rule : written.policy().rules()) {
                PolicyDocument.write(written.policy(), rule)
                        .ifPresent(value -> rules.put(rule.name(), JSON.readTree(value)));
            }
            return new PolicyBody(
                    rules,
                    written.version(),
                    written.version() == WrittenPolicy.UNWRITTEN,
                    written.writtenAt(),
                    written.writtenBy());
        }
    }

    /**
     * What shall be said at one place from now on.
     *
     * @param version the one that was read
     * @param rules by name; one that is left out is not said anything about
     */
    record NewPolicyBody(
            @Nullable Long version,
            @Schema(type = "object") @Nullable Map<String, JsonNode> rules) {

        String document(String asked) {
            Map<String, JsonNode> given = Required.field("rules", rules, asked);
            return JSON.writeValueAsString(Map.of("rules", given));
        }
    }

    /**
     * A rule that there is.
     *
     * @param meaning what it is about
     * @param settable whether a policy can say something about it; if not, it always holds
     * @param loosest the value that allows all
     */
    record RuleBody(
            String name,
            String meaning,
            boolean settable,
            @Schema(type = "object") JsonNode loosest) {}

    /**
     * What all levels together allow by one rule.
     *
     * @param value what is allowed in the end
     * @param said what each level says that says something, from above down
     */
    record MergedRuleBody(
            String rule,
            String meaning,
            @Schema(type = "object") JsonNode value,
            List<SaidBody> said) {

        static MergedRuleBody of(MergedPolicy.Merged<?> merged) {
            return new MergedRuleBody(
                    merged.rule().name(),
                    merged.rule().meaning(),
                    json(PolicyDocument.write(merged)),
                    said(merged));
        }

        private static <B extends Bound<B>> List<SaidBody> said(MergedPolicy.Merged<B> merged) {
            return merged.contributions().stream()
                    .map(one ->
                            new SaidBody(
                                    one.origin().level(),
                                    one.origin().name(),
                                    one.origin().changeableBy(),
                                    json(PolicyDocument.write(merged.rule(), one.value())),
                                    one.effect()))
                    .toList();
        }
    }

    /**
     * What one level says.
     *
     * @param origin the level's name
     * @param changeableBy who could change it
     * @param effect whether it tightens what is said above; without_effect if it would loosen it
     */
    record SaidBody(
            Origin.Level level,
            String origin,
            String changeableBy,
            @Schema(type = "object") JsonNode value,
            MergedPolicy.Effect effect) {}

    /**
     * What policies say to a request.
     *
     * @param image the id of the image that it means now
     * @param isolation what it would get
     * @param findings everything against it
     * @param rules every rule, with what is against the request by it
     */
    record VerdictBody(
            boolean allowed,
            Digest image,
            Isolation isolation,
            List<FindingBody> findings,
            List<JudgedRuleBody> rules) {

        static VerdictBody of(Verdict verdict) {
            Map<String, List<Finding>> byRule =
                    verdict.findings().stream().collect(Collectors.groupingBy(Finding::rule));
            return new VerdictBody(
                    verdict.allowed(),
                    verdict.image(),
                    verdict.isolation(),
                    bodies(verdict.findings()),
                    verdict.policy().rules().stream()
                            .map(merged ->
                                    new JudgedRuleBody(
                                            MergedRuleBody.of(merged),
                                            bodies(
                                                    byRule.getOrDefault(
                                                            merged.rule().name(), List.of()))))
                            .toList());
        }

        private static List<FindingBody> bodies(List<Finding> findings) {
            return findings.stream().map(FindingBody::of).toList();
        }
    }

    /**
     * One rule's answer to a request.
     *
     * @param rule what it allows
     * @param findings what is against the request by it; none if it passes
     */
    record JudgedRuleBody(MergedRuleBody rule, List<FindingBody> findings) {}

    private static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    static RuleBody rule(Rule<?> rule) {
        String loosest = PolicyDocument.loosest(rule);
        return new RuleBody(
                rule.name(), rule.meaning(), PolicyDocument.settable(rule), json(loosest));
    }
}
