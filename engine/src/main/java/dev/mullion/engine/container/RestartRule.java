package dev.mullion.engine.container;

import dev.mullion.docker.api.RestartPolicy;
import dev.mullion.engine.EngineProblem;

/** What a restart policy says. */
final class RestartRule {

    static final String NO = "no";
    static final String ALWAYS = "always";
    static final String UNLESS_STOPPED = "unless-stopped";
    static final String ON_FAILURE = "on-failure";

    private RestartRule() {}

    /**
     * Checks a policy.
     *
     * @throws EngineProblem 400 in the words clients know
     */
    static void check(RestartPolicy policy) {
        switch (policy.name()) {
            case ALWAYS, UNLESS_STOPPED, NO -> {
                if (policy.maximumRetryCount() != 0) {
                    throw EngineProblem.invalid(
                            "invalid restart policy: maximum retry count can only be used with"
                                    + " 'on-failure'");
                }
            }
            case ON_FAILURE -> {
                if (policy.maximumRetryCount() < 0) {
                    throw EngineProblem.invalid(
                            "invalid restart policy: maximum retry count cannot be negative");
                }
            }
            default ->
                    throw EngineProblem.invalid(
                            "invalid restart policy: unknown policy '"
                                    + policy.name()
                                    + "'; use one of 'no', 'always', 'on-failure', or"
                                    + " 'unless-stopped'");
        }
    }

    /** Whether to start it again, now that its process has ended. */
    static boolean afterEnd(RestartPolicy policy, Standing before, long exitCode) {
        if (before.stoppedByHand()) {
            return false;
        }
        return switch (policy.name()) {
            case ALWAYS, UNLESS_STOPPED -> true;
            case ON_FAILURE ->
                    exitCode != 0
                            && (policy.maximumRetryCount() == 0
                                    || before.restartCount() < policy.maximumRetryCount());
            default -> false;
        };
    }

    /**
     * Whether to start it now that the engine has started. Docker starts what shall always run even
     * if it was stopped by hand, and what ended with a failure it could not see to.
     */
    static boolean afterEngineStart(
            RestartPolicy policy, Standing standing, boolean endedMeanwhile) {
        return switch (policy.name()) {
            case ALWAYS -> standing.startedAt() != null;
            case UNLESS_STOPPED -> standing.startedAt() != null && !standing.stoppedByHand();
            case ON_FAILURE ->
                    endedMeanwhile
                            && !standing.stoppedByHand()
                            && standing.exitCode() != 0
                            && (policy.maximumRetryCount() == 0
                                    || standing.restartCount() < policy.maximumRetryCount());
            default -> false;
        };
    }
}
