package dev.mullion.engine.exec;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.api.CreateExec;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.container.ContainerView;
import dev.mullion.engine.runtime.ContainerRuntime;
import dev.mullion.engine.runtime.ExecProcess;
import dev.mullion.engine.runtime.TerminalSize;
import dev.mullion.engine.settings.Allowance;
import dev.mullion.engine.stream.ContainerHappenings;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that run in containers beside the first one. What has ended is remembered for a
 * while, so that its exit code can be asked for.
 */
public final class Execs {

    private static final Logger LOG = LoggerFactory.getLogger(Execs.class);

    /** How many a container may have that run or have not been started yet. */
    private static final int MOST_ALIVE = 1000;

    /** How many of a container are remembered after their end, or without ever a start. */
    private static final int MOST_IDLE = 200;

    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final ContainerRuntime runtime;
    private final ContainerHappenings happenings;
    private final Set<Allowance> allowed;
    private final Clock clock;
    private final RandomGenerator random = new SecureRandom();
    private final Map<String, ExecSession> sessions = new ConcurrentHashMap<>();

    /**
     * Starts with none.
     *
     * @param allowed what this host's configuration allows
     */
    public Execs(
            ContainerRuntime runtime,
            ContainerHappenings happenings,
            Set<Allowance> allowed,
            Clock clock) {
        this.runtime = runtime;
        this.happenings = happenings;
        this.allowed = allowed;
        this.clock = clock;
    }

    /**
     * Notes what shall run.
     *
     * @param container running
     * @return its id
     * @throws EngineProblem 400, 403 or 503 if it can't
     */
    String create(ContainerView container, CreateExec request) {
        if (request.cmd().isEmpty()) {
            throw EngineProblem.invalid("No exec command specified");
        }
        if (request.privileged() && !allowed.contains(Allowance.PRIVILEGED)) {
            throw EngineProblem.forbidden(
                    Allowance.PRIVILEGED.refusal("A process with every right of the engine"));
        }
        forgetOld(container.id());
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        ExecSession session =
                new ExecSession(
                        HexFormat.of().formatHex(bytes), container, request, clock.instant());
        sessions.put(session.id(), session);
        tell(session, "exec_create: " + session.command(), Map.of());
        return session.id();
    }

    private void forgetOld(ContainerId container) {
        Instant oldest = clock.instant().minus(REMEMBERED);
        sessions.values()
                .removeIf(session -> {
                    Instant idle = session.idleSince();
                    return idle != null && idle.isBefore(oldest);
                });
        List<ExecSession> all = of(container);
        List<ExecSession> idle =
                all.stream()
                        .filter(session -> session.idleSince() != null)
                        .sorted(Comparator.comparing(Execs::idleSince))
                        .toList();
        idle.stream()
                .limit(Math.max(0, idle.size() - MOST_IDLE))
                .forEach(session -> sessions.remove(session.id()));
        if (all.size() - idle.size() >= MOST_ALIVE) {
            throw EngineProblem.unavailable(
                    "container %s runs %,d exec processes already, and no more are started"
                            .formatted(container, MOST_ALIVE));
        }
    }

    private static Instant idleSince(ExecSession session) {
        Instant idle = session.idleSince();
        return idle == null ? Instant.MAX : idle;
    }

    private List<ExecSession> of(ContainerId container) {
        return sessions.values().stream()
                .filter(session -> session.container().id().equals(container))
                .toList();
    }

    /**
     * Finds one.
     *
     * @throws EngineProblem 404 if there is none, or it has ended long ago
     */
    ExecSession require(String id) {
        ExecSession session = sessions.get(id);
        if (session == null) {
            throw EngineProblem.notFound("No such exec instance: " + id);
        }
        return session;
    }

    /**
     * Starts one whose right to start was taken.
     *
     * @param size its terminal's first size; null for none
     */
    ExecProcess start(ExecSession session, @Nullable TerminalSize size) throws IOException {
        tell(session, "exec_start: " + session.command(), Map.of());
        ExecProcess process =
                runtime.exec(
                        session.container().id(),
                        ExecSpec.of(session.container(), session.request(), size));
        try {
            session.running(process);
        } catch (IOException e) {
            process.close();
            throw e;
        }
        return process;
    }

    /** Waits for the end of one, and notes it. */
    void finish(ExecSession session, ExecProcess process) {
        long code;
        try (process) {
            code = process.waitFor();
        } catch (IOException e) {
            LOG.warn("The end of exec {} could not be learnt", session.id(), e);
            code = 137;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            code = 137;
        }
        ended(session, code);
    }

    /** Notes that one has ended, or couldn't be started. */
    void ended(ExecSession session, long code) {
        session.ended(code, clock.instant());
        tell(session, "exec_die", Map.of("exitCode", Long.toString(code)));
    }

    /** Tells that the client of one has left it running. */
    void detached(ExecSession session) {
        tell(session, "exec_detach", Map.of());
    }

    private void tell(ExecSession session, String action, Map<String, String> more) {
        Map<String, String> attributes = new LinkedHashMap<>(more);
        attributes.put("execID", session.id());
        happenings.tell(session.container(), action, attributes);
    }

    /** Returns the ids of what a container runs or has been asked to run, for its details. */
    public List<String> ids(ContainerId container) {
        return of(container).stream()
                .filter(session -> session.details().exitCode() == null)
                .map(ExecSession::id)
                .toList();
    }

    /** A container's first process has ended: what runs beside it does too. */
    public void ended(ContainerId container) {
        of(container).forEach(ExecSession::kill);
    }

    /** A container is gone: nothing of it is remembered. */
    public void removed(ContainerId container) {
        of(container).forEach(session -> sessions.remove(session.id()));
    }
}
