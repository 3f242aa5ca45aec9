package dev.mullion.engine.stream;

import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.container.ContainerView;
import dev.mullion.engine.container.Containers;
import dev.mullion.engine.container.Phase;
import dev.mullion.engine.http.Call;
import dev.mullion.engine.http.Hijacked;
import dev.mullion.engine.http.Routes;
import dev.mullion.engine.log.ContainerLogs;
import dev.mullion.engine.log.LogQuery;
import dev.mullion.engine.log.LogSink;
import dev.mullion.engine.runtime.ContainerRuntime;
import dev.mullion.engine.runtime.ContainerSpec;
import dev.mullion.engine.runtime.TerminalSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /containers/{id}/attach} and {@code …/resize}. */
final class AttachRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(AttachRoutes.class);
    private static final int BUFFER = 32 << 10;

    private final Containers containers;
    private final Attachments attachments;
    private final ContainerLogs logs;
    private final ContainerRuntime runtime;
    private final ContainerHappenings happenings;
    private final Clock clock;

    AttachRoutes(
            Containers containers,
            Attachments attachments,
            ContainerLogs logs,
            ContainerRuntime runtime,
            ContainerHappenings happenings,
            Clock clock) {
        this.containers = containers;
        this.attachments = attachments;
        this.logs = logs;
        this.runtime = runtime;
        this.happenings = happenings;
        this.clock = clock;
    }

    void addTo(Routes routes) {
        routes.post("/containers/{id}/attach", this::attach)
                .post("/containers/{id}/resize", this::resize);
    }

    private void attach(Call call) throws Exception {
        // who writes to a process can make it do anything
        boolean watches = !call.flag("stdin");
        ContainerView container =
                watches
                        ? containers.require(call.path("id"))
                        : containers.requireUsable(call.path("id"));
        refuseWhileStill(container);
        DetachKeys keys = DetachKeys.of(call.query("detachKeys"));
        ContainerConfig config = container.config();
        Attachments.Wish wish =
                new Attachments.Wish(
                        call.flag("stdout"),
                        call.flag("stderr"),
                        ContainerSpec.Input.of(
                                config.openStdin(), config.stdinOnce(), config.tty()),
                        container.running());
        if (!call.flag("stream")) {
            try (Hijacked client = call.hijack(!config.tty())) {
                replay(call, container, wish, client);
            }
            return;
        }
        // the client counts as attached once it is answered, so it is attached before
        try (Attachment attachment = attachments.attach(container.id(), wish)) {
            call.whenGone(attachment::end);
            happenings.tell(container, "attach", Map.of());
            try (Hijacked client = call.hijack(!container.config().tty())) {
                replay(call, container, wish, client);
                InputPump input =
                        new InputPump(container, call.flag("stdin"), keys, attachment, client);
                Thread.ofVirtual().name("attached-input-", 0).start(input);
                copy(attachment, new OutputFrames(client, !container.config().tty()));
            }
        }
    }

    private static void refuseWhileStill(ContainerView container) {
        if (container.paused()) {
            throw EngineProblem.conflict(
                    "container "
                            + container.id()
                            + " is paused, unpause the container before attach");
        }
        if (container.phase() == Phase.RESTARTING) {
            throw EngineProblem.conflict(
                    "container "
                            + container.id()
                            + " is restarting, wait until the container is running");
        }
    }

    private void replay(Call call, ContainerView container, Attachments.Wish wish, Hijacked client)
            throws IOException {
        if (!call.flag("logs") || LogRoutes.keepsNone(container)) {
            return;
        }
        LogQuery query = new LogQuery(wish.output(), wish.errors(), null, clock.instant(), -1);
        boolean framed = !container.config().tty();
        logs.of(container.id(), container.log())
                .read(query, new LogSink(new ClientOutput(client), framed, false, ""));
    }

    /** A client's connection as a stream. */
    private static final class ClientOutput extends OutputStream {

        private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
        private final Hijacked client;

        ClientOutput(Hijacked client) {
            this.client = client;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            waiting.write(bytes, from, count);
            if (waiting.size() > BUFFER) {
                flush();
            }
        }

        @Override
        public void flush() throws IOException {
            client.write(ByteBuffer.wrap(waiting.toByteArray()));
            waiting.reset();
        }
    }

    private static void copy(Attachment from, OutputFrames to) throws InterruptedException {
        try {
            for (Chunk chunk = from.take(); chunk != null; chunk = from.take()) {
                to.write(chunk.errors(), ByteBuffer.wrap(chunk.bytes()));
            }
        } catch (IOException e) {
            LOG.debug("An attached client has gone: {}", e.getMessage());
        }
    }

    /** Carries what a client types to the process, until one of them has ended. */
    private final class InputPump implements Runnable {

        private final ContainerView container;
        private final boolean wanted;
        private final DetachKeys keys;
        private final Attachment attachment;
        private final Hijacked client;

        InputPump(
                ContainerView container,
                boolean wanted,
                DetachKeys keys,
                Attachment attachment,
                Hijacked client) {
            this.container = container;
            this.wanted = wanted;
            this.keys = keys;
            this.attachment = attachment;
            this.client = client;
        }

        @Override
        public void run() {
            try {
                pump();
            } catch (IOException e) {
                LOG.debug("A client's input to {} ended: {}", container.name(), e.getMessage());
                attachment.end();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void pump() throws IOException, InterruptedException {
            boolean terminal = container.config().tty();
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            while (client.read(buffer.clear()) >= 0) {
                buffer.flip();
                if (!wanted) {
                    continue;
                }
                attachment.write(terminal ? keys.pass(buffer) : buffer);
                if (keys.detached()) {
                    happenings.tell(container, "detach", Map.of());
                    attachment.end();
                    return;
                }
            }
            if (wanted && !attachment.endInput()) {
                attachment.end();
            }
        }
    }

    private void resize(Call call) throws IOException {
        TerminalSize size = RequestedSize.of(call);
        ContainerView container = containers.require(call.path("id"));
        if (!container.running()) {
            throw EngineProblem.conflict("container " + container.id() + " is not running");
        }
        if (container.config().tty()) {
            runtime.resize(container.id(), size);
        }
        happenings.tell(
                container,
                "resize",
                Map.of(
                        "height", Integer.toString(size.rows()),
                        "width", Integer.toString(size.columns())));
        call.empty(200);
    }
}
