package dev.mullion.hcs.emulator.compute;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.EmulatedHost;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.emulator.Refusal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code HCS_OPERATION}: tracks one request at a time. */
final class Operation {

    private static final int NO_TYPE = -1;

    private final EmulatedHost host;
    private final Client client;
    private final long id;
    private long handle;
    private long context;
    private long callback;
    private int type = NO_TYPE;
    private boolean closed;
    private @Nullable CompletableFuture<Answer> result;

    Operation(EmulatedHost host, Client client, long id, long context, long callback) {
        this.host = host;
        this.client = client;
        this.id = id;
        this.context = context;
        this.callback = callback;
    }

    synchronized void handle(long given) {
        handle = given;
    }

    long id() {
        return id;
    }

    synchronized int type() {
        return type;
    }

    /** A request begins to use it. */
    synchronized void begin(int requested) {
        if (result != null && !result.isDone()) {
            throw Refusal.of(
                    Codes.OPERATION_ALREADY_STARTED, "The operation tracks another request.");
        }
        type = requested;
        result = new CompletableFuture<>();
    }

    /** The call itself refused: the reason can be asked for, and nobody is called back. */
    void refuse(Answer answer) {
        store(answer);
    }

    /** The request has ended. */
    void complete(Answer answer) {
        long call;
        synchronized (this) {
            call = closed ? 0 : callback;
        }
        store(answer);
        if (call == 0) {
            return;
        }
        if (host.faults().strikes(Fault.INLINE_CALLBACK)) {
            callBack(call);
        } else {
            host.run(() -> callBack(call));
        }
    }

    private void store(Answer answer) {
        CompletableFuture<Answer> waiting;
        synchronized (this) {
            waiting = result;
        }
        if (waiting != null) {
            waiting.complete(answer);
        }
    }

    private void callBack(long call) {
        if (!client.dead()) {
            Function.getFunction(new Pointer(call))
                    .invoke(void.class, new Object[] {handle, context});
        }
    }

    /** Waits for the result; nothing if the limit passed before. */
    Optional<Answer> await(java.time.@Nullable Duration limit) {
        CompletableFuture<Answer> waiting;
        synchronized (this) {
            waiting = result;
        }
        if (waiting == null) {
            throw Refusal.of(Codes.OPERATION_NOT_STARTED, "No request uses the operation.");
        }
        return client.await(waiting, limit);
    }

    synchronized void close() {
        closed = true;
    }

    synchronized void callBack(long newContext, long newCallback) {
        context = newContext;
        callback = newCallback;
    }

    synchronized long context() {
        return context;
    }

    synchronized void context(long newContext) {
        context = newContext;
    }
}
