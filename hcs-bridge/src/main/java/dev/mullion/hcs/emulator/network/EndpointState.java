package dev.mullion.hcs.emulator.network;

import java.util.Arrays;

/** How an endpoint is, with the numbers of the first schema. */
enum EndpointState {
    UNKNOWN(0),
    CREATED(1),
    ATTACHED(2),
    ATTACHED_SHARING(3),
    DETACHED(4),
    DEGRADED(5),
    DESTROYED(6);

    private final int number;

    EndpointState(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static EndpointState of(int number) {
        return Arrays.stream(values())
                .filter(state -> state.number == number)
                .findFirst()
                .orElse(UNKNOWN);
    }
}
