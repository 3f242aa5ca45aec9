package dev.mullion.engine.stream;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.runtime.ContainerRuntime;
import dev.mullion.engine.runtime.ContainerSpec;
import dev.mullion.engine.runtime.ProcessStreams;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one connection to a container's process, and the clients that share it. */
final class Hub {

    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);
    private static final int BUFFER = 32 << 10;

    /** How long what an ended process has written may take to arrive. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(10);

    private final ContainerId id;
    private final ContainerRuntime runtime;
    private final ContainerSpec.Input input;
    private final Predicate<Hub> idle;
    private final List<Attachment> clients = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<ProcessStreams> connection = new CompletableFuture<>();
    private final CompletableFuture<Void> allRead = new CompletableFuture<>();
    private @Nullable ProcessStreams streams;
    private boolean inputEnded;

    Hub(ContainerId id, ContainerRuntime runtime, ContainerSpec.Input input, Predicate<Hub> idle) {
        this.id = id;
        this.runtime = runtime;
        this.input = input;
        this.idle = idle;
    }

    ContainerId id() {
        return id;
    }

    ContainerSpec.Input input() {
        return input;
    }

    void add(Attachment client) {
        clients.add(client);
    }

    boolean isEmpty() {
        return clients.isEmpty();
    }

    /** Connects to the process, once; from now on its output is read. */
    void connect() throws IOException {
        lock.lock();
        try {
            if (streams == null && !connection.isDone()) {
                ProcessStreams connected = runtime.attach(id);
                streams = connected;
                Thread.ofVirtual().name("attached-", 0).start(() -> read(connected));
                connection.complete(connected);
            }
        } finally {
            lock.unlock();
        }
    }

    private void read(ProcessStreams from) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try {
            for (ProcessStreams.Source source = from.read(buffer);
                    source != ProcessStreams.Source.END;
                    source = from.read(buffer)) {
                Chunk chunk = Chunk.of(source == ProcessStreams.Source.ERRORS, buffer);
                clients.forEach(client -> client.deliver(chunk));
            }
        } catch (IOException e) {
            LOG.debug("The connection to container {} ended: {}", id, e.getMessage());
        } finally {
            allRead.complete(null);
            clients.forEach(Attachment::end);
            from.close();
        }
    }

    /** Writes to the process, after waiting for it. */
    void write(ByteBuffer bytes) throws IOException, InterruptedException {
        connected().write(bytes);
    }

    void endInput() throws IOException, InterruptedException {
        ProcessStreams to = connected();
        lock.lock();
        try {
            inputEnded = true;
        } finally {
            lock.unlock();
        }
        to.closeInput();
    }

    private ProcessStreams connected() throws IOException, InterruptedException {
        try {
            return connection.get();
        } catch (ExecutionException e) {
            throw new IOException("The container's process did not start", e.getCause());
        }
    }

    /** A client has left. The last one takes the connection along. */
    void remove(Attachment client) {
        clients.remove(client);
        lock.lock();
        try {
            // disconnecting would end an input that nobody has used yet
            boolean waits = input == ContainerSpec.Input.ONCE && !inputEnded && streams != null;
            if (!waits && idle.test(this)) {
                disconnect();
            }
        } finally {
            lock.unlock();
        }
    }

    private void disconnect() {
        connection.completeExceptionally(new IOException("Nobody is attached any more"));
        if (streams != null) {
            streams.close();
        }
    }

    /** The process has ended, or none came. */
    void ended() {
        connection.completeExceptionally(new IOException("The container has ended"));
        lock.lock();
        try {
            if (streams == null) {
                clients.forEach(Attachment::end);
                return;
            }
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("last-words").start(this::awaitLastWords);
    }

    private void awaitLastWords() {
        allRead.completeOnTimeout(null, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS).join();
        clients.forEach(Attachment::end);
        lock.lock();
        try {
            disconnect();
        } finally {
            lock.unlock();
        }
    }
}
