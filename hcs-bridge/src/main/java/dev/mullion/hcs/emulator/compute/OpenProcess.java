package dev.mullion.hcs.emulator.compute;

import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.Refusal;

/** {@code HCS_PROCESS}: one host process's way to a process in a container. */
final class OpenProcess {

    private final Client client;
    private final EmulatedProcess process;
    private final Listeners listeners = new Listeners();
    private volatile boolean disconnected;

    OpenProcess(Client client, EmulatedProcess process) {
        this.client = client;
        this.process = process;
    }

    Client client() {
        return client;
    }

    EmulatedProcess process() {
        if (disconnected) {
            throw Refusal.of(Codes.SERVICE_DISCONNECT, "The compute service was restarted.");
        }
        return process;
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
            process.forget(this);
        }
    }
}
