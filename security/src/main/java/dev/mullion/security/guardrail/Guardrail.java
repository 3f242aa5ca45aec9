package dev.mullion.security.guardrail;

import dev.mullion.docker.api.CreateExec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

    private static final String UNJUDGED = "guardrail";
    private static final String PRIVILEGED = "HostConfig.Privileged";
    private static final Set<String> FOR_EXEC =
            Set.of(
                    UNJUDGED,
                    Rules.ISOLATION.name(),
                    Rules.HOST_SHARING.name(),
                    Rules.USER.name(),
                    Rules.PRIVILEGES.name());

    private Guardrail() {}

    /**
     * Judges a request to create something, or what becomes of it by a change: {@link
     * Workload#updated}, {@link Workload#connected}. What no longer fits the policy can't be
     * changed either.
     *
     * @param policy what holds for it; what is built in for its trust level holds in any case
     * @return all findings; one that says so if the request couldn't be judged
     */
    public static Judgement judge(Workload asked, MergedPolicy policy) {
        try {
            List<Finding> findings = new ArrayList<>(0);
            withFloor(asked, policy).judge(asked, findings);
            return new Judgement(findings);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            log.warn("A request couldn't be judged and is refused", e);
            return unjudged(e);
        }
    }

    /**
     * Judges a request to run something more in a container.
     *
     * @param running the container as it was created
     * @param exec what shall be run
     * @param policy as for the container itself
     * @return findings about the container's isolation and privileges and about the user
     */
    public static Judgement judge(Workload running, CreateExec exec, MergedPolicy policy) {
        Workload asked = running.runBy(exec.user(), exec.privileged());
        List<Finding> findings =
                judge(asked, policy).findings().stream()
                        .filter(finding -> FOR_EXEC.contains(finding.rule()))
                        .map(finding ->
                                exec.privileged()
                                        ? finding.renamed(PRIVILEGED, "Privileged")
                                        : finding)
                        .toList();
        return new Judgement(findings);
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
                                UNJUDGED,
                                "the request",
                                "something that can't be judged",
                                "what can't be judged is refused ("
                                        + e.getClass().getSimpleName()
                                        + ")",
                                Origin.ALWAYS,
                                "Ask an administrator to look into the portal's log.")));
    }
}
