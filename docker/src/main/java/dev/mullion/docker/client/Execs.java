package dev.mullion.docker.client;

import dev.mullion.docker.api.CreateExec;
import dev.mullion.docker.api.CreatedExec;
import dev.mullion.docker.api.ExecDetails;
import dev.mullion.docker.api.StartExec;
import java.util.List;

/**
 * What runs in containers beside their own process. Every call blocks, ends by the client's
 * time-outs, and throws a {@link DockerException} if it fails.
 */
public final class Execs {

    private final EngineHttp http;

    Execs(EngineHttp http) {
        this.http = http;
    }

    /**
     * Prepares an exec; it doesn't run yet.
     *
     * @param container id or name of a running container
     * @param request what to run
     * @return its id
     */
    public CreatedExec create(String container, CreateExec request) {
        return http.document(
                Ask.post(
                                "run a command in container " + container,
                                Target.container(container, "exec"),
                                http.callTime())
                        .body(request),
                CreatedExec.class);
    }

    /**
     * Starts an exec and connects to it.
     *
     * @param id which
     * @param tty whether it has a terminal, as when it was created
     * @return the connection
     */
    public HijackedConnection start(String id, boolean tty) {
        Answer answer =
                http.hijack(
                        Ask.post("start exec " + id, Target.exec(id, "start"), http.slowCallTime())
                                .body(new StartExec(false, tty, List.of())));
        return new HijackedConnection(answer, tty);
    }

    /**
     * Starts an exec and leaves it alone.
     *
     * @param id which
     */
    public void startDetached(String id) {
        http.done(
                Ask.post("start exec " + id, Target.exec(id, "start"), http.slowCallTime())
                        .body(new StartExec(true, false, List.of())));
    }

    /**
     * Looks at an exec.
     *
     * @param id which
     * @return what it is doing, or how it ended
     */
    public ExecDetails inspect(String id) {
        return http.document(
                Ask.get("inspect exec " + id, Target.exec(id, "json"), http.callTime()),
                ExecDetails.class);
    }

    /**
     * Tells an exec's terminal how large it is shown.
     *
     * @param id which
     * @param rows lines
     * @param cols characters in a line
     */
    public void resize(String id, int rows, int cols) {
        http.done(
                Ask.post(
                        "resize the terminal of exec " + id,
                        Target.exec(id, "resize").with("h", rows).with("w", cols),
                        http.callTime()));
    }
}
