package dev.mullion.engine.hcs;

import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.compute.Compute;
import dev.mullion.hcs.compute.ComputeProcess;
import dev.mullion.hcs.compute.ComputeSystem;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a process by force. Signals to a process queue for each handle of its system, and one that
 * is stuck would hold the kill up: so it goes through a handle of its own.
 */
final class Kill {

    private static final Logger LOG = LoggerFactory.getLogger(Kill.class);
    private static final int ACCESS_DENIED = 0x5;

    private final Means means;
    private final Compute compute;
    private final OpenSystem system;
    private final WindowsProcess process;
    private final boolean first;

    /**
     * Prepares one.
     *
     * @param first whether it is a container's first process, with which all of it may be ended
     */
    Kill(Means means, Compute compute, OpenSystem system, WindowsProcess process, boolean first) {
        this.first = first;
        this.means = means;
        this.compute = compute;
        this.system = system;
        this.process = process;
    }

    /** Sends it, once: a second one is refused in ways that depend on the build. */
    void send() throws IOException {
        Duration limit = means.limits().request();
        try {
            means.calls().run("Killing " + process, limit, () -> throughSecondHandle(limit));
        } catch (HcsException e) {
            if (!isAsGoodAsDone(e)) {
                throw e;
            }
            LOG.debug("{} has ended, or is about to", process, e);
        }
    }

    private void throughSecondHandle(Duration limit) {
        ComputeSystem second;
        try {
            second = compute.open(system.system().id());
        } catch (HcsException e) {
            LOG.warn("{} can't be opened once more to kill {}", system, process, e);
            if (first) {
                system.system().terminate();
            } else {
                process.terminate();
            }
            return;
        }
        try (second;
                ComputeProcess same = second.openProcess(process.pid())) {
            same.terminate(limit);
        }
    }

    /** It was killed before, or ended by itself, and only its handles are left. */
    private static boolean isAsGoodAsDone(HcsException failure) {
        return Failures.hasEnded(failure)
                || Failures.is(failure, ACCESS_DENIED)
                || Failures.is(failure, Failures.INVALID_STATE);
    }

    /**
     * Waits for the end of what was killed, of which no word may come.
     *
     * @param patience how long
     * @return whether it has ended
     */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return means.await(process.ended(), patience, process::ask);
    }
}
