package dev.mullion.backend.host;

import dev.mullion.docker.HostAddress;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.relational.core.mapping.InsertOnlyProperty;

/**
 * A host as the database keeps it.
 *
 * @param nameKey the name folded to one case, unlike that of any other host
 * @param engineId the engine's own id, unlike that of any other host; null if it wasn't known.
 *     Changed by {@link KnownHosts#learn} alone, so that who renames a host while its engine is
 *     first heard of loses nothing
 */
record KnownHost(
        @Id UUID id,
        String name,
        String nameKey,
        String address,
        @InsertOnlyProperty @Nullable String engineId,
        Instant addedAt,
        Map<String, KnownHostLabel> labels,
        @Version @Nullable Long version) {

    static KnownHost create(
            HostName name, HostAddress address, @Nullable String engineId, Instant now) {
        return new KnownHost(
                UUID.randomUUID(),
                name.text(),
                name.key(),
                address.toString(),
                engineId,
                now,
                Map.of(),
                null);
    }

    KnownHost named(HostName newName) {
        return new KnownHost(
                id, newName.text(), newName.key(), address, engineId, addedAt, labels, version);
    }

    KnownHost labelled(Map<String, String> newLabels) {
        var rows = new TreeMap<String, KnownHostLabel>();
        newLabels.forEach((label, text) -> rows.put(label, new KnownHostLabel(text)));
        return new KnownHost(id, name, nameKey, address, engineId, addedAt, rows, version);
    }

    Host host() {
        var texts = new TreeMap<String, String>();
        labels.forEach((label, row) -> texts.put(label, row.labelText()));
        return new Host(new HostId(id), name, HostAddress.of(address), texts, addedAt);
    }
}
