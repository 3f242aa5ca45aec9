package dev.mullion.backend.container;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.PublishedPort;
import dev.mullion.security.ownership.Belonging;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.TenantId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A container in a list.
 *
 * @param name without the slash that the engine puts in front
 * @param image the image as it was asked for
 * @param statusText the engine's own words, for example {@code Up 2 hours (healthy)}, as of when
 *     the host was last asked
 * @param isolation what keeps it apart; {@code DEFAULT} only while the host hasn't said yet what
 *     that means
 * @param hostName the name of its host
 * @param tenant whose it is; null for the platform's own and for what was made outside the portal
 * @param stage the tenant's stage; null exactly if the tenant is
 * @param stale whether the host can't be asked now, and this is what was seen last
 */
public record ContainerRow(
        ContainerKey key,
        String name,
        String image,
        ContainerStatus status,
        String statusText,
        Isolation isolation,
        String hostName,
        List<PublishedPort> ports,
        Instant createdAt,
        SortedMap<String, String> labels,
        @Nullable TenantId tenant,
        @Nullable Stage stage,
        boolean stale) {

    public ContainerRow {
        ports = List.copyOf(ports);
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    ContainerRow of(Belonging belonging) {
        return new ContainerRow(
                key,
                name,
                image,
                status,
                statusText,
                isolation,
                hostName,
                ports,
                createdAt,
                labels,
                belonging.tenant(),
                belonging.stage(),
                stale);
    }
}
