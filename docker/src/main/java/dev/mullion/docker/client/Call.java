package dev.mullion.docker.client;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.jspecify.annotations.Nullable;

/**
 * One call to a host: its connection, its time limit, and how it ended. Everything that ends a call
 * early (its limit, its caller, the client) closes the connection, which wakes up whoever is
 * blocked in it; what that thread then catches is told apart here.
 */
final class Call implements AutoCloseable {

    private enum End {
        TIMED_OUT,
        CLOSED,
        CLIENT_CLOSED
    }

    private final String asked;
    private final ScheduledExecutorService timers;
    private final Consumer<Call> onEnd;

    private @Nullable Abortable held;
    private @Nullable ScheduledFuture<?> timer;
    private @Nullable End end;
    private String limitText = "";

    private @Nullable Duration silence;

    /** {@link System#nanoTime()} since when somebody waits for the host; meaningless otherwise. */
    private long waitingSince;

    private boolean waiting;

    Call(String asked, ScheduledExecutorService timers, Consumer<Call> onEnd) {
        this.asked = asked;
        this.timers = timers;
        this.onEnd = onEnd;
    }

    String asked() {
        return asked;
    }

    /** Something that closing wakes up whoever is blocked in it. */
    @FunctionalInterface
    interface Abortable {
        void close();
    }

    /** Takes a connection, to close it when the call ends; at once if it already did. */
    void holds(Abortable opened) {
        boolean late;
        synchronized (this) {
            held = opened;
            late = end != null;
        }
        if (late) {
            opened.close();
        }
    }

    /** Ends the call after some time, in place of the limit before. */
    synchronized void limit(Duration time, String what) {
        unlimited();
        if (end == null) {
            limitText = what + " within " + time.toMillis() / 1000.0 + " s";
            timer = timers.schedule(() -> end(End.TIMED_OUT), time.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Lets the call go on for ever. */
    synchronized void unlimited() {
        silence = null;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    /**
     * Ends the call when somebody has waited so long for the host to send anything, in place of the
     * limit before. The time in which nobody waits doesn't count.
     */
    synchronized void silence(Duration longest) {
        unlimited();
        if (end == null) {
            silence = longest;
            limitText = "nothing more came within " + longest.toMillis() / 1000.0 + " s";
            listen(longest.toNanos());
        }
    }

    /** Says that somebody waits for the host from now on. */
    synchronized void waits() {
        waiting = true;
        waitingSince = System.nanoTime();
    }

    /** Says that the waiting is over. */
    synchronized void waited() {
        waiting = false;
    }

    private void listen(long nanos) {
        timer = timers.schedule(this::hark, nanos, TimeUnit.NANOSECONDS);
    }

    /** One timer for the whole stream, not one an element: streams can be fast. */
    private void hark() {
        synchronized (this) {
            if (end != null || silence == null) {
                return;
            }
            long passed = waiting ? System.nanoTime() - waitingSince : 0;
            long left = silence.toNanos() - passed;
            if (left > 0) {
                listen(left);
                return;
            }
        }
        end(End.TIMED_OUT);
    }

    /** Tells whether somebody ended the call, so that what breaks now broke for that reason. */
    synchronized boolean over() {
        return end != null;
    }

    /** Tells whether the caller ended the call, and needs no exception to know it. */
    synchronized boolean closed() {
        return end == End.CLOSED;
    }

    @Override
    public void close() {
        end(End.CLOSED);
    }

    void clientClosed() {
        end(End.CLIENT_CLOSED);
    }

    private void end(End why) {
        Abortable open;
        synchronized (this) {
            if (end != null) {
                return;
            }
            end = why;
            unlimited();
            open = held;
        }
        try {
            if (open != null) {
                open.close();
            }
        } finally {
            onEnd.accept(this);
        }
    }

    /** Says in our words why the call failed, and ends it. */
    DockerException failure(Exception caught) {
        DockerException said = explain(caught);
        close();
        return said;
    }

    private synchronized DockerException explain(Exception caught) {
        if (end == End.TIMED_OUT) {
            return new EngineTimeoutException(asked, limitText, caught);
        }
        if (end == End.CLIENT_CLOSED) {
            return new CallCancelledException(asked, "the client was closed", caught);
        }
        if (end == End.CLOSED) {
            return new CallCancelledException(asked, "the call was closed", caught);
        }
        if (Thread.currentThread().isInterrupted()) {
            return new CallCancelledException(asked, "the calling thread was interrupted", caught);
        }
        if (caught instanceof HttpException
                || caught instanceof MessageConstraintException
                || (caught instanceof MalformedChunkCodingException
                        && !(caught instanceof TruncatedChunkException))) {
            return new MalformedAnswerException(
                    asked, "what came back isn't proper HTTP: " + words(caught), caught);
        }
        return new EngineUnreachableException(asked, words(caught), caught);
    }

    private static String words(Exception caught) {
        String message = caught.getMessage();
        return message == null ? caught.getClass().getSimpleName() : EngineText.clean(message);
    }

    /** Something that can break on the wire. */
    @FunctionalInterface
    interface Step<T> {
        T run() throws IOException, HttpException;
    }

    /** Runs a step; if it breaks, ends the call and says why. */
    <T> T attempt(Step<T> step) {
        try {
            return step.run();
        } catch (IOException | HttpException e) {
            throw failure(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }
}
