package dev.mullion.engine.exec;

import dev.mullion.docker.api.CreateExec;
import dev.mullion.docker.api.ExecDetails;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.container.ContainerView;
import dev.mullion.engine.runtime.ExecProcess;
import dev.mullion.engine.runtime.TerminalSize;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One more process of a container: asked for, then running, then ended. Safe for many threads. */
final class ExecSession {

    private final String id;
    private final ContainerView container;
    private final CreateExec request;
    private final Instant created;
    private boolean starting;
    private @Nullable ExecProcess process;
    private @Nullable TerminalSize size;
    private long pid;
    private @Nullable Long exitCode;
    private @Nullable Instant ended;

    ExecSession(String id, ContainerView container, CreateExec request, Instant created) {
        this.id = id;
        this.container = container;
        this.request = request;
        this.created = created;
    }

    String id() {
        return id;
    }

    ContainerView container() {
        return container;
    }

    CreateExec request() {
        return request;
    }

    /** The program and its arguments, as events name them. */
    String command() {
        return String.join(" ", request.cmd());
    }

    /**
     * Takes the one right to start it.
     *
     * @throws EngineProblem 409 if it was started before
     */
    synchronized void begin() {
        if (exitCode != null) {
            throw EngineProblem.conflict("Error: Exec command " + id + " has already run");
        }
        if (starting) {
            throw EngineProblem.conflict("Error: Exec command " + id + " is already running");
        }
        starting = true;
    }

    /** It wasn't started after all, and may be tried again. */
    synchronized void backOut() {
        starting = false;
    }

    synchronized void running(ExecProcess started) throws IOException {
        process = started;
        pid = started.pid();
        if (size != null) {
            started.resize(size);
        }
    }

    synchronized void ended(long code, Instant at) {
        process = null;
        exitCode = code;
        ended = at;
    }

    synchronized boolean isRunning() {
        return starting && exitCode == null;
    }

    /** Since when nothing will happen to it any more; null while something may. */
    synchronized @Nullable Instant idleSince() {
        return exitCode != null ? ended : starting ? null : created;
    }

    /**
     * Sets the size of its terminal; of one that is being started, once it is there.
     *
     * @throws EngineProblem 409 if it doesn't run
     */
    synchronized void resize(TerminalSize wanted) throws IOException {
        if (!isRunning()) {
            throw EngineProblem.conflict("exec " + id + " is not running");
        }
        if (!request.tty()) {
            return;
        }
        size = wanted;
        if (process != null) {
            process.resize(wanted);
        }
    }

    /** Ends it, if it runs. */
    void kill() {
        ExecProcess running;
        synchronized (this) {
            running = process;
        }
        if (running != null) {
            running.close();
        }
    }

    synchronized ExecDetails details() {
        boolean running = isRunning();
        return new ExecDetails(
                id,
                running,
                exitCode,
                pid,
                container.id().hex(),
                new ExecDetails.Command(
                        request.tty(),
                        request.cmd().getFirst(),
                        request.cmd().subList(1, request.cmd().size()),
                        request.privileged(),
                        request.user()),
                request.attachStdin(),
                request.attachStderr(),
                request.attachStdout(),
                false,
                null);
    }
}
