package dev.mullion.engine.hcs;

import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.Hresult;
import dev.mullion.hcs.ServiceLostException;
import dev.mullion.hcs.compute.ComputeEvent;
import dev.mullion.hcs.compute.ComputeSystem;
import dev.mullion.hcs.document.HcsJson;
import dev.mullion.hcs.document.SystemExitStatus;
import dev.mullion.hcs.document.SystemProperties;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** A compute system that this engine holds open, and what is told of it. */
final class OpenSystem {

    private static final Logger LOG = LoggerFactory.getLogger(OpenSystem.class);

    /** An end of which no more is known. */
    static final String NO_TYPE = "";

    private final Means means;
    private final ComputeSystem system;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final CompletableFuture<Boolean> lost = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private OpenSystem(Means means, ComputeSystem system) {
        this.means = means;
        this.system = system;
    }

    /**
     * Listens to a system. Whether an end before this is told isn't known, so it is asked once.
     *
     * @throws HcsException if it can't be listened to; the handle is closed then
     */
    static OpenSystem of(Means means, ComputeSystem system) throws IOException {
        OpenSystem open = new OpenSystem(means, system);
        try {
            means.calls()
                    .run(
                            "Listening to " + open,
                            means.limits().request(),
                            () -> {
                                system.listen(open::take);
                                open.askNow();
                            });
            return open;
        } catch (IOException | RuntimeException e) {
            open.close();
            throw e;
        }
    }

    /** On a thread of Windows: what follows is done elsewhere. */
    private void take(ComputeEvent event) {
        switch (event.type()) {
            case SYSTEM_EXITED -> means.tasks().execute(() -> ended.complete(exitType(event)));
            case SERVICE_DISCONNECT -> means.tasks().execute(() -> lost.complete(true));
            case CRASH_INITIATED, CRASH_REPORT, GUEST_CONNECTION_CLOSED ->
                    LOG.warn("{}: {} {}", this, event.type(), event.data());
            default -> LOG.debug("{}: {}", this, event);
        }
    }

    private static String exitType(ComputeEvent event) {
        if (event.data() == null) {
            return NO_TYPE;
        }
        try {
            SystemExitStatus status = HcsJson.read(event.data(), SystemExitStatus.class);
            return status.exitType() == null ? NO_TYPE : status.exitType();
        } catch (JacksonException e) {
            return NO_TYPE;
        }
    }

    ComputeSystem system() {
        return system;
    }

    /** Is done with the type of its end when it has ended. */
    CompletableFuture<String> ended() {
        return ended;
    }

    /** Is done when the service has died, and the handle with it. */
    CompletableFuture<Boolean> lost() {
        return lost;
    }

    /** Asks for its basic properties; it has ended if it isn't there. */
    @Nullable SystemProperties ask() throws IOException {
        try {
            return means.calls()
                    .call("Asking " + this, means.limits().request(), this::askNow, late -> {});
        } catch (HcsException e) {
            throw closed.get() ? lostWhile("Asking " + this) : e;
        }
    }

    private @Nullable SystemProperties askNow() {
        try {
            SystemProperties properties =
                    HcsJson.read(system.properties(""), SystemProperties.class);
            if (Boolean.TRUE.equals(properties.stopped()) || "Stopped".equals(properties.state())) {
                String type = properties.exitType();
                means.tasks().execute(() -> ended.complete(type == null ? NO_TYPE : type));
            }
            return properties;
        } catch (HcsException e) {
            if (Failures.hasEnded(e)) {
                means.tasks().execute(() -> ended.complete(NO_TYPE));
                return null;
            }
            if (Failures.is(e, Failures.INVALID_HANDLE)) {
                return null; // it is being taken apart
            }
            throw e;
        } catch (JacksonException e) {
            LOG.warn("{} said of itself what can't be read", this, e);
            return null;
        }
    }

    private void askQuietly() {
        try {
            ask();
        } catch (ServiceLostException e) {
            lost.complete(true);
        } catch (IOException | HcsException e) {
            LOG.debug("{} couldn't be asked", this, e);
        }
    }

    /**
     * Ends it: gracefully first, and by force when that takes too long.
     *
     * @param graceful whether it may take its time
     * @return false if even force didn't help
     * @throws HcsException if the service died meanwhile
     */
    boolean stop(boolean graceful) throws IOException {
        try {
            if (graceful && ask("Shutting down", system::shutDown)) {
                if (means.await(endedOrLost(), means.limits().shutdown(), this::askQuietly)) {
                    return settled();
                }
                LOG.warn(
                        "{} hasn't shut down within {} s and is ended by force",
                        this,
                        means.limits().shutdown().toSeconds());
            }
            if (ended.isDone()) {
                return true;
            }
            ask("Terminating", system::terminate);
            means.await(endedOrLost(), means.limits().terminate(), this::askQuietly);
            return settled();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(this + " wasn't waited for: the engine stops", e);
        }
    }

    private CompletableFuture<?> endedOrLost() {
        return CompletableFuture.anyOf(ended, lost);
    }

    private boolean settled() {
        if (!ended.isDone() && lost.isDone()) {
            throw lostWhile("Ending " + this);
        }
        return ended.isDone();
    }

    static HcsException lostWhile(String what) {
        return HcsException.of(what, Hresult.of(0x8037011E), null);
    }

    /** Returns whether an end is to be waited for. */
    private boolean ask(String doing, Runnable call) throws IOException {
        if (ended.isDone()) {
            return false;
        }
        try {
            means.calls().run(doing + " " + this, means.limits().request(), call);
            return true;
        } catch (ServiceLostException e) {
            throw e;
        } catch (HcsException e) {
            if (closed.get()) {
                throw lostWhile(doing + " " + this);
            }
            if (Failures.hasEnded(e)) {
                askQuietly(); // the event may be on its way
                return true;
            }
            LOG.debug("{} {} was refused", doing, this, e);
            return false;
        }
    }

    /** Lets go of it. Windows waits for callbacks that run, so never in one of them. */
    void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            means.calls().run("Closing " + this, means.limits().request(), system::close);
        } catch (IOException | HcsException e) {
            LOG.warn("{} couldn't be closed in order", this, e);
        }
    }

    /** Whether nothing can be done with it any more, although the system may run. */
    boolean isLost() {
        return lost.isDone() || closed.get();
    }

    /** The service said that it died, before it was told. */
    void lose() {
        lost.complete(true);
    }

    @Override
    public String toString() {
        return "the compute system " + system.id();
    }
}
