package dev.mullion.backend.quota;

import dev.mullion.docker.ContainerId;
import dev.mullion.security.quota.Quotas;
import dev.mullion.security.quota.Reservation;
import org.jspecify.annotations.Nullable;

/**
 * Room that is reserved for a container while it is made or started. Closing it gives it back,
 * unless it was kept.
 */
public final class Room implements AutoCloseable {

    private final Quotas quotas;
    private final @Nullable Reservation reservation;
    private final Runnable onRelease;
    private boolean kept;

    /**
     * @param reservation null for what belongs to no tenant and takes of no quota
     * @param onRelease called when the room has been given back
     */
    Room(Quotas quotas, @Nullable Reservation reservation, Runnable onRelease) {
        this.quotas = quotas;
        this.reservation = reservation;
        this.onRelease = onRelease;
    }

    /** The container is made. To be called in the transaction that says whose it is. */
    public void settle(ContainerId container) {
        if (reservation != null) {
            quotas.settle(reservation, container.hex());
        }
    }

    /** All went well. */
    public void keep() {
        kept = true;
        if (reservation != null) {
            quotas.confirm(reservation);
        }
    }

    @Override
    public void close() {
        if (!kept && reservation != null) {
            quotas.release(reservation);
            onRelease.run();
        }
    }
}
