package dev.mullion.engine.container;

import dev.mullion.engine.EngineProblem;

/** A container couldn't be started; nothing is left of the attempt. */
final class StartFailedException extends Exception {

    private final transient StartFailure failure;
    private final transient EngineProblem problem;

    StartFailedException(StartFailure failure, EngineProblem problem, Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
        this.problem = problem;
    }

    StartFailure failure() {
        return failure;
    }

    EngineProblem problem() {
        return problem;
    }
}
