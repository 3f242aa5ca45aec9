package dev.mullion.hcs.emulator.compute;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.mullion.hcs.binding.WideString;
import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.EmulatedHost;
import dev.mullion.hcs.emulator.Refusal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One registered callback. It is called for one event after the other, on threads of the service;
 * after its close never again.
 */
final class Listener {

    private static final int EVENT_SIZE = 24;
    private static final int EVENT_DATA = 8;

    private final EmulatedHost host;
    private final Client client;
    private final boolean firstGeneration;
    private final long callback;
    private final long context;
    private final Deque<Told> queue = new ArrayDeque<>();
    private @Nullable Thread delivering;
    private boolean closed;

    private record Told(Event event, CompletableFuture<Boolean> delivered) {}

    Listener(
            EmulatedHost host,
            Client client,
            boolean firstGeneration,
            long callback,
            long context) {
        this.host = host;
        this.client = client;
        this.firstGeneration = firstGeneration;
        this.callback = callback;
        this.context = context;
    }

    Client client() {
        return client;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    void tell(Event event) {
        telling(event);
    }

    /** Tells an event; the answer is done when it was told, or never will be. */
    CompletableFuture<Boolean> telling(Event event) {
        int number = firstGeneration ? event.firstGeneration() : event.secondGeneration();
        var told = new Told(event, new CompletableFuture<>());
        boolean starts;
        synchronized (this) {
            if (closed || number == 0) {
                return CompletableFuture.completedFuture(false);
            }
            starts = queue.isEmpty() && delivering == null;
            queue.add(told);
        }
        if (starts) {
            host.run(this::deliverAll);
        }
        return told.delivered();
    }

    private void deliverAll() {
        for (Told told = next(); told != null; told = next()) {
            try {
                deliver(told.event());
            } finally {
                told.delivered().complete(true);
            }
        }
    }

    private synchronized @Nullable Told next() {
        Told told = closed ? null : queue.poll();
        delivering = told == null ? null : Thread.currentThread();
        notifyAll();
        return told;
    }

    private void deliver(Event event) {
        Function target = Function.getFunction(new Pointer(callback));
        String data = event.data();
        try (Memory text = data == null ? null : WideString.allocate(data)) {
            long address = text == null ? 0 : Pointer.nativeValue(text);
            if (firstGeneration) {
                target.invoke(
                        void.class,
                        new Object[] {
                            event.firstGeneration(),
                            context,
                            Codes.asStatus(event.status()),
                            address
                        });
                return;
            }
            try (Memory structure = new Memory(EVENT_SIZE)) {
                structure.clear();
                structure.setInt(0, event.secondGeneration());
                structure.setLong(EVENT_DATA, address);
                target.invoke(void.class, new Object[] {structure, context});
            }
        }
    }

    /** Nothing is told any more when this returns; it waits for a call that is under way. */
    void close() {
        synchronized (this) {
            closed = true;
            queue.forEach(told -> told.delivered().complete(false));
            queue.clear();
            if (client.dead()) {
                // whoever is in a callback of a dead process doesn't come back
                return;
            }
            if (Thread.currentThread().equals(delivering)) {
                host.ledger().mistake("A handle was closed from within its callback: a deadlock");
                throw Refusal.of(Codes.INVALID_STATE, "That would wait for itself.");
            }
            while (delivering != null && !client.dead()) {
                try {
                    wait(100);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
