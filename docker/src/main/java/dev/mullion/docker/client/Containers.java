package dev.mullion.docker.client;

import dev.mullion.docker.api.ContainerDetails;
import dev.mullion.docker.api.ContainerStats;
import dev.mullion.docker.api.ContainerSummary;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.CreatedContainer;
import dev.mullion.docker.api.DockerJson;
import dev.mullion.docker.api.PruneReport;
import dev.mullion.docker.api.WaitResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The containers of one host. An id may be full, shortened or a name.
 *
 * <p>Every call blocks, ends by the client's time-outs, and throws a {@link DockerException} if it
 * fails: {@link NoSuchObjectException} if there is no such container, {@link ConflictException} if
 * its state or a name is in the way. What can't be an id or name at all is an {@link
 * IllegalArgumentException}.
 */
public final class Containers {

    /** Seconds that engines give a container to stop if nobody says how many. */
    private static final Duration USUAL_GRACE = Duration.ofSeconds(10);

    private final EngineHttp http;
    private final @Nullable RequestSigner signer;

    Containers(EngineHttp http) {
        this(http, null);
    }

    private Containers(EngineHttp http, @Nullable RequestSigner signer) {
        this.http = http;
        this.signer = signer;
    }

    /**
     * Returns the same containers, with what lets one come to run signed: creating, starting,
     * restarting, unpausing.
     */
    public Containers admittedBy(RequestSigner newSigner) {
        return new Containers(http, newSigner);
    }

    /**
     * Lists containers.
     *
     * @param filter which
     * @return newest first
     */
    public List<ContainerSummary> list(ContainerFilter filter) {
        Target target =
                Target.of("containers", "json")
                        .with("all", filter.all())
                        .with("size", filter.sizes())
                        .with("filters", Filters.json(filter.filters()));
        return http.list(
                Ask.get(
                        "list containers",
                        target,
                        filter.sizes() ? http.slowCallTime() : http.callTime()),
                ContainerSummary.class);
    }

    /**
     * Looks at one container.
     *
     * @param idOrName which
     * @return everything about it
     */
    public ContainerDetails inspect(String idOrName) {
        return http.document(
                Ask.get(
                        "inspect container " + idOrName,
                        Target.container(idOrName, "json"),
                        http.callTime()),
                ContainerDetails.class);
    }

    /**
     * Creates a container; it doesn't run yet. The image must be on the host.
     *
     * @param name its name, or null to let the engine choose one
     * @param request what it is to be
     * @return its id, and what the engine ignored
     */
    public CreatedContainer create(@Nullable String name, CreateContainer request) {
        String asked = "create container" + (name == null ? "" : " " + name);
        return http.document(
                Ask.post(
                                asked,
                                Target.of("containers", "create").with("name", name),
                                http.slowCallTime())
                        .body(request)
                        .by(signer),
                CreatedContainer.class);
    }

    /**
     * Starts a container; nothing happens if it runs already.
     *
     * @param id which
     */
    public void start(String id) {
        http.done(
                Ask.post(
                                "start container " + id,
                                Target.container(id, "start"),
                                http.slowCallTime())
                        .by(signer));
    }

    /**
     * Stops a container: asks it to end, and kills it when it didn't in time. Nothing happens if it
     * doesn't run.
     *
     * @param id which
     * @param grace how long it gets; null for its own time, or the engine's 10 s
     */
    public void stop(String id, @Nullable Duration grace) {
        end("stop", id, grace);
    }

    /**
     * Stops a container as {@link #stop} does, and starts it again.
     *
     * @param id which
     * @param grace how long it gets to end; null for its own time, or the engine's 10 s
     */
    public void restart(String id, @Nullable Duration grace) {
        end("restart", id, grace);
    }

    private void end(String action, String id, @Nullable Duration grace) {
        if (grace != null && grace.isNegative()) {
            throw new IllegalArgumentException("A container can't get less than no time to end");
        }
        // part of a second is rounded up, so that it never gets less than was said
        String seconds =
                grace == null ? null : Long.toString(grace.plusNanos(999_999_999).toSeconds());
        http.done(
                Ask.post(
                                action + " container " + id,
                                Target.container(id, action).with("t", seconds),
                                http.slowCallTime().plus(grace == null ? USUAL_GRACE : grace))
                        .by(action.equals("restart") ? signer : null));
    }

    /**
     * Sends a signal to a container's process.
     *
     * @param id which
     * @param signal its name or number, for example {@code SIGKILL}
     */
    public void kill(String id, String signal) {
        http.done(
                Ask.post(
                        "send " + EngineText.clean(signal) + " to container " + id,
                        Target.container(id, "kill").with("signal", signal),
                        http.slowCallTime()));
    }

    /**
     * Freezes a container.
     *
     * @param id which
     */
    public void pause(String id) {
        http.done(
                Ask.post("pause container " + id, Target.container(id, "pause"), http.callTime()));
    }

    /**
     * Lets a frozen container go on.
     *
     * @param id which
     */
    public void unpause(String id) {
        http.done(
                Ask.post(
                                "unpause container " + id,
                                Target.container(id, "unpause"),
                                http.callTime())
                        .by(signer));
    }

    /**
     * Gives a container another name.
     *
     * @param id which
     * @param name the new name
     */
    public void rename(String id, String name) {
        http.done(
                Ask.post(
                        "rename container " + id + " to " + EngineText.clean(name),
                        Target.container(id, "rename").with("name", name),
                        http.callTime()));
    }

    /**
     * Removes a container with everything it has written.
     *
     * @param id which
     * @param force whether it is killed first if it runs; else that is a conflict
     * @param volumes whether its nameless volumes go too
     */
    public void remove(String id, boolean force, boolean volumes) {
        http.done(
                Ask.delete(
                        "remove container " + id,
                        Target.container(id).with("force", force).with("v", volumes),
                        http.slowCallTime()));
    }

    /**
     * Reads a container's log.
     *
     * @param id which
     * @param query which part
     * @return what it wrote, in the engine's pieces
     */
    public DockerStream<LogFrame> logs(String id, LogQuery query) {
        Target target =
                Target.container(id, "logs")
                        .with("stdout", query.stdout())
                        .with("stderr", query.stderr())
                        .with("follow", query.follow())
                        .with("timestamps", query.timestamps())
                        .with("since", moment(query.since()))
                        .with("until", moment(query.until()))
                        .with("tail", query.tail() < 0 ? "all" : Integer.toString(query.tail()));
        Answer answer =
                http.open(Ask.get("read the log of container " + id, target, http.callTime()));
        boolean tty = tty(id, answer);
        Duration silence = query.silence();
        if (silence != null) {
            answer.call().silence(silence);
        } else if (query.follow()) {
            answer.call().unlimited();
        } else {
            answer.call().silence(http.callTime());
        }
        return new LogFrames(answer, !tty);
    }

    /**
     * Measures what a container uses.
     *
     * @param id which
     * @param stream whether to go on about once a second until closed; else one measurement, which
     *     takes about a second
     * @return measurements; a container that doesn't run gives zeros
     */
    public DockerStream<ContainerStats> stats(String id, boolean stream) {
        Answer answer =
                http.open(
                        Ask.get(
                                "measure container " + id,
                                Target.container(id, "stats").with("stream", stream),
                                http.callTime()));
        if (!answer.contentType().isEmpty()) { // engines of version 20 name none here
            answer.requireType("application/json");
        }
        answer.call().unlimited();
        return new JsonLines<>(
                answer,
                http.settings().maxLine(),
                node -> DockerJson.mapper().treeToValue(node, ContainerStats.class));
    }

    /**
     * Waits for a container, without a time limit. Interrupting the (virtual) thread gives up.
     *
     * @param id which
     * @param condition for what
     * @return how it ended
     */
    public WaitResult waitFor(String id, WaitCondition condition) {
        return waitFor(id, condition, null);
    }

    /**
     * Waits for a container.
     *
     * @param id which
     * @param condition for what
     * @param longest how long at most, or null for without limit
     * @return how it ended
     * @throws EngineTimeoutException if it took longer
     */
    public WaitResult waitFor(String id, WaitCondition condition, @Nullable Duration longest) {
        // answers begin at once, so the ordinary limit holds for the head; the body comes at the
        // end
        Answer answer =
                http.open(
                        Ask.post(
                                "wait for container " + id,
                                Target.container(id, "wait").with("condition", condition.wire()),
                                http.callTime()));
        if (longest == null) {
            answer.call().unlimited();
        } else {
            answer.call().limit(longest, "it did not end");
        }
        return answer.document(WaitResult.class, http.settings().maxLine());
    }

    /**
     * Connects to a container's own process.
     *
     * @param id which
     * @param options how
     * @return the connection
     */
    public HijackedConnection attach(String id, AttachOptions options) {
        Target target =
                Target.container(id, "attach")
                        .with("stream", true)
                        .with("stdin", options.stdin())
                        .with("stdout", options.stdout())
                        .with("stderr", options.stderr())
                        .with("logs", options.logs())
                        .with("detachKeys", options.detachKeys());
        boolean tty = inspect(id).config().tty();
        Answer answer = http.hijack(Ask.post("attach to container " + id, target, http.callTime()));
        return new HijackedConnection(answer, tty);
    }

    /**
     * Tells a container's terminal how large it is shown.
     *
     * @param id which
     * @param rows lines
     * @param cols characters in a line
     */
    public void resize(String id, int rows, int cols) {
        http.done(
                Ask.post(
                        "resize the terminal of container " + id,
                        Target.container(id, "resize").with("h", rows).with("w", cols),
                        http.callTime()));
    }

    /**
     * Removes all containers that don't run.
     *
     * @return what went
     */
    public PruneReport prune() {
        return http.document(
                Ask.post(
                        "remove stopped containers",
                        Target.of("containers", "prune"),
                        http.slowCallTime()),
                PruneReport.class);
    }

    /** Finds out how a log comes: by its type, or where that doesn't say it, by the container. */
    private boolean tty(String id, Answer answer) {
        String type = answer.contentType();
        boolean tellsApart = http.version().compareTo(ApiVersion.TELLS_STREAMS_APART) >= 0;
        if (type.equals(LogFrames.MULTIPLEXED)) {
            return false;
        }
        if (tellsApart && type.equals(LogFrames.RAW)) {
            return true;
        }
        if (!type.isEmpty()) {
            answer.requireType(LogFrames.RAW, "application/octet-stream", "text/plain");
        }
        try {
            return inspect(id).config().tty();
        } catch (RuntimeException e) {
            answer.call().close();
            throw e;
        }
    }

    /** Seconds and nanoseconds, as engines take moments. */
    static @Nullable String moment(@Nullable Instant moment) {
        return moment == null
                ? null
                : moment.getEpochSecond() + "." + "%09d".formatted(moment.getNano());
    }
}
