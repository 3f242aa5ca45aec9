package dev.mullion.engine.hcs;

import dev.mullion.docker.ContainerId;
import dev.mullion.hcs.layer.Layers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Folders that look like layers; counts who has a scratch mounted. */
final class PlainProvisions implements Provisions {

    private final Path folder;
    final Map<ContainerId, AtomicInteger> mounts = new ConcurrentHashMap<>();

    PlainProvisions(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("base/UtilityVM"));
        Files.createDirectories(folder.resolve("base/Files"));
    }

    @Override
    public Mounted mount(ContainerId id) {
        AtomicInteger count = mounts.computeIfAbsent(id, any -> new AtomicInteger());
        count.incrementAndGet();
        return new Mounted() {
            @Override
            public String volume() {
                return "\\\\?\\Volume{"
                        + UUID.nameUUIDFromBytes(
                                id.hex().getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                        + "}\\";
            }

            @Override
            public void close() {
                count.decrementAndGet();
            }
        };
    }

    /** The containers whose scratch somebody holds mounted. */
    List<ContainerId> mounted() {
        return mounts.entrySet().stream()
                .filter(entry -> entry.getValue().get() != 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public List<Layers.Parent> parents(ContainerId id) {
        return List.of(
                new Layers.Parent(
                        UUID.fromString("18955d65-d45a-557b-bf1c-49d6dfefc526"),
                        folder.resolve("base")));
    }

    @Override
    public Optional<Path> utilityVm(ContainerId id) {
        return Optional.of(folder.resolve("base/UtilityVM"));
    }

    @Override
    public Optional<UUID> namespace(ContainerId id) {
        return Optional.empty();
    }

    @Override
    public List<UUID> endpoints(ContainerId id) {
        return List.of();
    }
}
