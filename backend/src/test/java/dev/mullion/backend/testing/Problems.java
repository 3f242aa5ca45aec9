package dev.mullion.backend.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mullion.backend.Problem;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asks for the problem that a call ends with. */
public final class Problems {

    private Problems() {}

    /** The problem; fails if the call goes well or ends in another way. */
    public static Problem of(ThrowingCallable call) {
        Problem problem = catchThrowableOfType(Problem.class, call);
        assertThat(problem).as("a problem").isNotNull();
        return problem;
    }
}
