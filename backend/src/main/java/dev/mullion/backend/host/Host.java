package dev.mullion.backend.host;

import dev.mullion.docker.HostAddress;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A machine that runs containers, as people set it up.
 *
 * @param name unlike that of any other host, whatever the case
 * @param address where its Docker Engine API is reached
 * @param labels what people noted about it
 */
public record Host(
        HostId id,
        String name,
        HostAddress address,
        SortedMap<String, String> labels,
        Instant addedAt) {

    public Host {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }
}
