package dev.mullion.engine.container;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Those who wait for something to become of one container. */
final class Waits {

    /** What is waited for. */
    enum Condition {
        /** That it doesn't run. */
        NOT_RUNNING,
        /** That it ends the next time. */
        NEXT_EXIT,
        /** That it is gone. */
        REMOVED
    }

    /**
     * What became of it.
     *
     * @param code its exit code
     * @param error what went wrong around it; else null
     */
    record Outcome(long code, @Nullable String error) {}

    private record Waiter(Condition condition, CompletableFuture<Outcome> outcome) {}

    private final List<Waiter> waiters = new ArrayList<>();

    /** Waits from now on; whoever waits no longer cancels the answer. */
    synchronized CompletableFuture<Outcome> register(Condition condition) {
        waiters.removeIf(waiter -> waiter.outcome.isDone());
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        waiters.add(new Waiter(condition, outcome));
        return outcome;
    }

    /** Its process has ended; whether it is over, or about to be started again. */
    void ended(Outcome outcome, boolean over) {
        tell(
                outcome,
                over
                        ? List.of(Condition.NEXT_EXIT, Condition.NOT_RUNNING)
                        : List.of(Condition.NEXT_EXIT));
    }

    /** It won't be started again after all. */
    void settled(Outcome outcome) {
        tell(outcome, List.of(Condition.NOT_RUNNING));
    }

    /** It is gone; nothing else will become of it. */
    void removed(Outcome outcome) {
        tell(outcome, List.of(Condition.values()));
    }

    private void tell(Outcome outcome, List<Condition> conditions) {
        List<Waiter> told;
        synchronized (this) {
            told = waiters.stream().filter(w -> conditions.contains(w.condition)).toList();
            waiters.removeAll(told);
        }
        told.forEach(waiter -> waiter.outcome.complete(outcome));
    }
}
