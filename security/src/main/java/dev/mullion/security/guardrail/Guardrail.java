package dev.mullion.security.guardrail;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether something may run where and as it is asked for. What a person may do doesn't
 * matter here, and what is decided here nobody can grant.
 *
 * <p>It sees only what it is given: what a name means on the host (a link in a file system, a drive
 * made by {@code subst}) is the engine's to check.
 */
public final class Guardrail {

    private static final Logger log = LoggerFactory.getLogger(Guardrail.class);

    private Guardrail() {}

    /**
     * Judges a request to create something.
     *
     * @param policy what holds for it; what is built in for its trust level holds in any case
     * @return all findings; one that says so if the request couldn't be judged
     */
    public static Judgement judge(Workload asked, MergedPolicy policy) {
        try {
            List<Finding> findings = new ArrayList<>(0);
            withFloor(asked, policy).judge(asked, findings);
            return new Judgement(findings);
        } catch (RuntimeException | StackOverflowError e) {
            log.warn("A request couldn't be judged and is refused", e);
            return unjudged(e);
        }
    }

    private static MergedPolicy withFloor(Workload asked, MergedPolicy policy) {
        PolicyLevel floor = ReadyMade.floor(asked.placement().trust());
        return policy.levels().contains(floor)
                ? policy
                : Policies.merge(policy, Policies.merge(floor));
    }

    private static Judgement unjudged(Throwable e) {
        return new Judgement(
                List.of(
                        new Finding(
                                "guardrail",
                                "the request",
                                "something that can't be judged",
                                "what can't be judged is refused ("
                                        + e.getClass().getSimpleName()
                                        + ")",
                                Origin.ALWAYS,
                                "Ask an administrator to look into the portal's log.")));
    }
}
