package dev.mullion.backend.api;

import dev.mullion.backend.host.HostFacts;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostState;
import dev.mullion.backend.host.HostView;
import dev.mullion.docker.HostAddress;
import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A host, flat.
 *
 * @param reason why it is not ready, and what to do
 * @param stale whether the facts and figures are what was seen last instead of what is
 * @param facts what it said about itself when it was last seen; null if it never was
 */
record HostBody(
        HostId id,
        String name,
        HostAddress address,
        SortedMap<String, String> labels,
        Instant addedAt,
        HostState state,
        Instant since,
        @Nullable String reason,
        @Nullable Instant lastSeen,
        @Nullable Instant nextAttempt,
        boolean stale,
        @Nullable HostFacts facts,
        int containers,
        int running,
        int images,
        long imageBytes) {

    static HostBody of(HostView view) {
        var host = view.host();
        var status = view.status();
        return new HostBody(
                host.id(),
                host.name(),
                host.address(),
                host.labels(),
                host.addedAt(),
                status.state(),
                status.since(),
                status.reason(),
                status.lastSeen(),
                status.nextAttempt(),
                view.stale(),
                view.facts(),
                view.containers(),
                view.running(),
                view.images(),
                view.imageBytes());
    }
}
