package dev.mullion.hcs.emulator.compute;

import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.Refusal;
import org.jspecify.annotations.Nullable;

/** {@code HCS_SYSTEM}: one process's way to a system. */
final class OpenSystem {

    private final Client client;
    private final EmulatedSystem system;
    private final Listeners listeners = new Listeners();
    private volatile boolean disconnected;
    private long handle;
    private @Nullable Event creation;

    OpenSystem(Client client, EmulatedSystem system) {
        this.client = client;
        this.system = system;
    }

    Client client() {
        return client;
    }

    synchronized void handle(long given) {
        handle = given;
    }

    synchronized long handle() {
        return handle;
    }

    /** The system, unless the service died since the handle was made. */
    EmulatedSystem system() {
        if (disconnected) {
            throw Refusal.of(Codes.SERVICE_DISCONNECT, "The compute service was restarted.");
        }
        return system;
    }

    void disconnect() {
        disconnected = true;
        listeners.tell(Event.of(Event.Type.SERVICE_DISCONNECT));
    }

    Listeners listeners() {
        return listeners;
    }

    /**
     * The creation has ended. In the first generation a callback can be registered only after the
     * call that began it, so the end waits for one.
     */
    void created(Answer answer) {
        var event = new Event(Event.Type.CREATED, answer.code(), answer.document());
        synchronized (this) {
            if (listeners.isEmpty()) {
                creation = event;
                return;
            }
        }
        listeners.tell(event);
    }

    void tellOfCreation(Listener listener) {
        Event waiting;
        synchronized (this) {
            waiting = creation;
            creation = null;
        }
        if (waiting != null) {
            listener.tell(waiting);
        }
    }

    void closed() {
        try {
            listeners.close();
        } finally {
            system.forget(this);
        }
    }
}
