package dev.mullion.engine.stream;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.runtime.ContainerRuntime;
import dev.mullion.engine.runtime.ContainerSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Clients' connections to the input and output of containers' first processes. A client may come
 * before the process; then it sees all of its output. All clients of a container share one
 * connection, and a container without clients has none.
 */
public final class Attachments {

    private final ContainerRuntime runtime;
    private final Path folder;
    private final Backlog.Limits limits;
    private final Map<ContainerId, Hub> hubs = new HashMap<>();
    private final Set<ContainerId> processes = new HashSet<>();

    /**
     * Starts without clients.
     *
     * @param folder where files are made for what slow clients haven't taken yet
     */
    public Attachments(ContainerRuntime runtime, Path folder) {
        this(runtime, folder, Backlog.Limits.USUAL);
    }

    Attachments(ContainerRuntime runtime, Path folder, Backlog.Limits limits) {
        this.runtime = runtime;
        this.folder = folder;
        this.limits = limits;
    }

    /**
     * What a client wants of a container.
     *
     * @param output whether its output
     * @param errors whether its error output
     * @param input what becomes of its input when a client has ended writing
     * @param running whether the container runs; if not, the client waits for that
     */
    record Wish(boolean output, boolean errors, ContainerSpec.Input input, boolean running) {}

    /**
     * Connects a client.
     *
     * @return to be closed
     */
    Attachment attach(ContainerId id, Wish wish) throws IOException {
        Hub hub;
        Attachment client;
        boolean connect;
        synchronized (this) {
            hub = hubs.computeIfAbsent(id, key -> new Hub(key, runtime, wish.input(), this::idle));
            client = new Attachment(hub, wish, new Backlog(folder, limits));
            hub.add(client);
            connect = wish.running() || processes.contains(id);
        }
        if (connect) {
            try {
                hub.connect();
            } catch (IOException | RuntimeException e) {
                client.close();
                throw e;
            }
        }
        return client;
    }

    /** Forgets a hub without clients. */
    private synchronized boolean idle(Hub hub) {
        return hub.isEmpty() && hubs.remove(hub.id(), hub);
    }

    /**
     * A container's process waits to be started: those who wait for it are connected, so that they
     * see all of its output.
     */
    public void created(ContainerId id) throws IOException {
        Hub waiting;
        synchronized (this) {
            processes.add(id);
            waiting = hubs.get(id);
        }
        if (waiting != null) {
            waiting.connect();
        }
    }

    /** A container's process has ended, or couldn't be started: its clients are at the end. */
    public void ended(ContainerId id) {
        Hub hub;
        synchronized (this) {
            processes.remove(id);
            hub = hubs.remove(id);
        }
        if (hub != null) {
            hub.ended();
        }
    }
}
