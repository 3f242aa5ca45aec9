package dev.mullion.security.policy;

import dev.mullion.security.guardrail.PolicyFormatException;

/**
 * A policy that is stored can't be understood, for example because a later version of the portal
 * wrote it. Nothing it is about can be judged until it is written anew.
 */
public final class PolicyUnreadableException extends RuntimeException {

    PolicyUnreadableException(StoredPolicy policy, PolicyFormatException why) {
        super(
                "The policy stored for %s (version %d) can't be understood: %s. Write it anew, or take it back."
                        .formatted(policy.key(), policy.version(), why.getMessage()),
                why);
    }
}
