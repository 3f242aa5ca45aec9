package dev.mullion.engine.container;

import dev.mullion.engine.EngineProblem;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The next end of a container's process, to be waited for. */
final class Ending {

    private final CompletableFuture<Waits.Outcome> outcome;

    private Ending(CompletableFuture<Waits.Outcome> outcome) {
        this.outcome = outcome;
    }

    /** Under the container's lock, while there is a process. */
    static Ending of(Container container) {
        return new Ending(container.waits().register(Waits.Condition.NEXT_EXIT));
    }

    boolean isOver() {
        return outcome.isDone();
    }

    /**
     * Waits for the end.
     *
     * @param patience how long at most; null for ever
     * @return whether it came
     */
    boolean within(@Nullable Duration patience) {
        try {
            if (patience == null) {
                outcome.get();
            } else {
                outcome.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            }
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineProblem.unavailable("The engine stops; the container runs on");
        } catch (ExecutionException e) {
            throw new IllegalStateException("Nobody lets an end fail", e);
        }
    }
}
