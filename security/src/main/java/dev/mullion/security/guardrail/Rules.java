package dev.mullion.security.guardrail;

import java.util.List;

/** All rules there are. */
public final class Rules {

    /** How far apart from its host a container has to be. */
    public static final Rule<IsolationFloor> ISOLATION =
            new Rule<>(
                    "isolation",
                    "how far apart from its host a container has to be",
                    IsolationFloor.ANY,
                    Words.one(IsolationFloor.class),
                    IsolationFloor::check);

    /** With whom a host may be shared. */
    public static final Rule<Demands<Sharing>> HOST_SHARING =
            new Rule<>(
                    "hostSharing",
                    "what has to be so for a host to be shared with other tenants",
                    Demands.of(),
                    Words.list(Sharing.class),
                    Sharing::check);

    /** All of them. */
    public static final List<Rule<?>> ALL = List.of(ISOLATION, HOST_SHARING);

    private Rules() {}
}
