package dev.mullion.hcs.emulator.compute;

import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.Refusal;

/** {@code HCS_SYSTEM}: one process's way to a system. */
final class OpenSystem {

    private final Client client;
    private final EmulatedSystem system;
    private final Listeners listeners = new Listeners();
    private volatile boolean disconnected;

    OpenSystem(Client client, EmulatedSystem system) {
        this.client = client;
        this.system = system;
    }

    Client client() {
        return client;
    }

    /** The system, unless the service died since the handle was made. */
    EmulatedSystem system() {
        checkConnected();
        return system;
    }

    void checkConnected() {
        if (disconnected) {
            throw Refusal.of(Codes.SERVICE_DISCONNECT, "The compute service was restarted.");
        }
    }

    void disconnect() {
        disconnected = true;
        listeners.tell(Event.of(Event.Type.SERVICE_DISCONNECT));
    }

    Listeners listeners() {
        return listeners;
    }

    void closed() {
        try {
            listeners.close();
        } finally {
            system.forget(this);
        }
    }
}
