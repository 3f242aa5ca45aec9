package dev.mullion.engine.exec;

import dev.mullion.docker.api.CreateExec;
import dev.mullion.docker.api.CreatedExec;
import dev.mullion.docker.api.StartExec;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.container.ContainerView;
import dev.mullion.engine.container.Containers;
import dev.mullion.engine.container.Phase;
import dev.mullion.engine.http.Call;
import dev.mullion.engine.http.Hijacked;
import dev.mullion.engine.http.Routes;
import dev.mullion.engine.runtime.ExecProcess;
import dev.mullion.engine.runtime.TerminalSize;
import dev.mullion.engine.stream.DetachKeys;
import dev.mullion.engine.stream.RequestedSize;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /containers/{id}/exec} and {@code /exec/{id}/…}. */
public final class ExecRoutes {

    private final Containers containers;
    private final Execs execs;

    /** Makes the endpoints. */
    public ExecRoutes(Containers containers, Execs execs) {
        this.containers = containers;
        this.execs = execs;
    }

    /** Adds them. */
    public void addTo(Routes routes) {
        routes.post("/containers/{id}/exec", this::create)
                .post("/exec/{id}/start", this::start)
                .post("/exec/{id}/resize", this::resize)
                .get("/exec/{id}/json", this::inspect);
    }

    private void create(Call call) throws IOException {
        ContainerView container = running(call.path("id"));
        CreateExec request = call.body(CreateExec.class);
        DetachKeys.of(request.detachKeys());
        call.json(201, new CreatedExec(execs.create(container, request)));
    }

    private ContainerView running(String reference) {
        ContainerView container = containers.requireUsable(reference);
        String name = "container " + container.id();
        if (container.paused()) {
            throw EngineProblem.conflict(name + " is paused, unpause the container before exec");
        }
        if (container.phase() == Phase.RESTARTING) {
            throw EngineProblem.conflict(
                    name + " is restarting, wait until the container is running");
        }
        if (!container.running()) {
            throw EngineProblem.conflict(name + " is not running");
        }
        return container;
    }

    private void start(Call call) throws IOException {
        ExecSession session = execs.require(call.path("id"));
        StartExec how =
                call.optionalBody(StartExec.class)
                        .orElseGet(() -> new StartExec(false, false, List.of()));
        running(session.container().id().hex());
        session.begin();
        TerminalSize size = RequestedSize.of(how.consoleSize());
        if (size == null) {
            size = RequestedSize.of(session.request().consoleSize());
        }
        if (how.detach()) {
            startDetached(call, session, size);
        } else {
            startAttached(call, session, size);
        }
    }

    private void startDetached(Call call, ExecSession session, @Nullable TerminalSize size)
            throws IOException {
        ExecProcess process;
        try {
            process = execs.start(session, size);
        } catch (IOException e) {
            ExecFailure failure = ExecFailure.of(e);
            execs.ended(session, failure.code());
            throw EngineProblem.invalid(failure.sentence());
        }
        Thread.ofVirtual()
                .name("exec-", 0)
                .start(() -> {
                    ExecClient.discard(process);
                    execs.finish(session, process);
                });
        call.empty(200);
    }

    private void startAttached(Call call, ExecSession session, @Nullable TerminalSize size)
            throws IOException {
        Hijacked connection;
        try {
            connection = call.hijack(!session.request().tty());
        } catch (IOException e) {
            session.backOut();
            throw e;
        }
        try (connection) {
            ExecClient client = new ExecClient(connection, session, execs);
            ExecProcess process;
            try {
                process = execs.start(session, size);
            } catch (IOException e) {
                ExecFailure failure = ExecFailure.of(e);
                execs.ended(session, failure.code());
                client.say(failure.sentence());
                return;
            }
            client.carry(process);
        }
    }

    private void resize(Call call) throws IOException {
        execs.require(call.path("id")).resize(RequestedSize.of(call));
        call.empty(200);
    }

    private void inspect(Call call) throws IOException {
        call.json(200, execs.require(call.path("id")).details());
    }
}
