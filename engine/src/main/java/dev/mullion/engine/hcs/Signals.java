package dev.mullion.engine.hcs;

import dev.mullion.engine.runtime.NotOfferedException;
import dev.mullion.engine.runtime.WindowsSignal;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.NotSupportedException;
import dev.mullion.hcs.document.HcsJson;
import dev.mullion.hcs.document.ProcessSignal;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends signals to first processes, in the ways that Windows has. */
final class Signals {

    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    /** How long a killed process may take before all of its container is ended. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private final Means means;
    private final Computes computes;

    Signals(Means means, Computes computes) {
        this.means = means;
        this.computes = computes;
    }

    /**
     * Sends one and doesn't wait for what comes of it.
     *
     * @throws NotOfferedException if Windows has no such signal
     */
    void send(WindowsContainer container, int number) throws IOException {
        WindowsSignal signal =
                WindowsSignal.of(number)
                        .orElseThrow(() ->
                                new NotOfferedException(
                                        "Windows has no signal "
                                                + number
                                                + "; it knows KILL, TERM (which shuts down), INT"
                                                + " (Ctrl-C) and the other events of a console"));
        boolean ends = signal == WindowsSignal.KILL || signal == WindowsSignal.SHUTDOWN;
        if (ends && container.isEnding()) {
            return; // it does already, and is never cut short
        }
        OpenSystem system = container.requireSystem();
        WindowsProcess first = container.requireFirst();
        if (signal == WindowsSignal.KILL) {
            if (container.beginKilling()) {
                kill(container, system, first);
            }
            return;
        }
        ProcessSignal.Kind kind =
                switch (signal) {
                    case CTRL_C -> ProcessSignal.Kind.CtrlC;
                    case CTRL_BREAK -> ProcessSignal.Kind.CtrlBreak;
                    case CTRL_CLOSE -> ProcessSignal.Kind.CtrlClose;
                    case CTRL_LOGOFF -> ProcessSignal.Kind.CtrlLogOff;
                    default -> ProcessSignal.Kind.CtrlShutdown;
                };
        // in Server Core this returns when the process has ended
        means.tasks().execute(() -> deliver(container, system, first, kind));
    }

    private void deliver(
            WindowsContainer container,
            OpenSystem system,
            WindowsProcess first,
            ProcessSignal.Kind kind) {
        try {
            first.signal(HcsJson.write(new ProcessSignal(kind)));
        } catch (NotSupportedException e) {
            LOG.info("Container {} knows no signals and is shut down instead", container.id());
            shutDown(system);
        } catch (IOException | HcsException e) {
            LOG.info("{} to container {}: {}", kind, container.id(), e.getMessage());
            if (e instanceof HcsException failure && saysThatItEnded(failure)) {
                releaseUnlessTold(first);
            }
        }
    }

    private void shutDown(OpenSystem system) {
        try {
            means.calls()
                    .run(
                            "Shutting down " + system,
                            means.limits().request(),
                            system.system()::shutDown);
        } catch (IOException | HcsException e) {
            LOG.warn("{} couldn't be shut down", system, e);
        }
    }

    private static boolean saysThatItEnded(HcsException failure) {
        return Failures.hasEnded(failure) || Failures.is(failure, Failures.INVALID_STATE);
    }

    /** The service may never tell of an end that it has let slip. */
    private void releaseUnlessTold(WindowsProcess first) {
        try {
            if (!means.timing().await(first.ended(), means.limits().missedEnd())) {
                first.ask();
                if (!means.timing().await(first.ended(), means.limits().missedEnd())) {
                    first.release("Windows told neither the end of the process nor its exit code");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void kill(WindowsContainer container, OpenSystem system, WindowsProcess first)
            throws IOException {
        Kill kill =
                new Kill(means, computes.of(container.record().isolation()), system, first, true);
        try {
            kill.send();
        } catch (IOException | RuntimeException e) {
            container.forgetKill();
            throw e;
        }
        means.tasks().execute(() -> seeThatItEnds(kill, system, first));
    }

    private void seeThatItEnds(Kill kill, OpenSystem system, WindowsProcess first) {
        try {
            if (kill.awaitEnd(AFTER_KILL)) {
                return;
            }
            LOG.warn("{} doesn't end although it was killed, so all of {} is", first, system);
            system.stop(false);
            first.release("Windows told neither the end of the process nor its exit code");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | HcsException e) {
            LOG.warn("{} couldn't be ended", system, e);
        }
    }
}
