package dev.mullion.engine.volume;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.event.Events;
import dev.mullion.engine.settings.Allowance;
import dev.mullion.engine.state.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The volumes of this host. What is acknowledged is on disk. Safe for many threads.
 *
 * <p>A container that is being made holds its volumes by {@link #hold} until it stands among those
 * that {@link VolumeUse} names, so that nobody removes them in between.
 */
public final class Volumes {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final VolumeFolders folders;
    private final Set<Allowance> allowed;
    private final Events events;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock
    private final Map<String, Volume> volumes;
    private final Map<String, Integer> held = new HashMap<>();

    private volatile VolumeUse use = volume -> List.of();

    /**
     * Reads what is there, and removes what a crash has left unfinished.
     *
     * @param folder of volumes only
     * @param allowed what may be had of this host
     */
    public Volumes(Path folder, Set<Allowance> allowed, Events events, Clock clock)
            throws IOException {
        this.allowed = allowed;
        this.folders = new VolumeFolders(folder);
        this.events = events;
        this.clock = clock;
        this.volumes = folders.recover();
    }

    /** Says who knows which containers use volumes; before the first call that removes one. */
    public void usedBy(VolumeUse containers) {
        this.use = containers;
    }

    /**
     * Makes a volume, or returns the one of that name.
     *
     * @param name null or empty for one of 64 hexadecimal digits
     * @param driver {@code local}, or empty for the same
     * @param labels what to note on it
     * @param options of the driver
     * @throws EngineProblem in Docker's words
     */
    public Volume create(
            @Nullable String name,
            String driver,
            Map<String, String> labels,
            Map<String, String> options) {
        boolean anonymous = name == null || name.isEmpty();
        String chosen = anonymous ? randomName() : String.valueOf(name);
        VolumeRules.checkDriver(chosen, driver);
        lock.lock();
        try {
            Volume there = volumes.get(chosen);
            if (there != null) {
                return there;
            }
            VolumeRules.checkName(chosen);
            VolumeRules.checkOptions(chosen, options);
            checkAllowed(options.containsKey("device"));
            Map<String, String> noted = new LinkedHashMap<>(labels);
            if (anonymous) {
                noted.put(Volume.ANONYMOUS, "");
            }
            Volume made =
                    new Volume(
                            chosen,
                            clock.instant().truncatedTo(ChronoUnit.SECONDS),
                            noted,
                            options);
            folders.create(made);
            volumes.put(chosen, made);
            publish("create", chosen, Map.of());
            return made;
        } catch (IOException e) {
            throw EngineProblem.failed("create " + chosen + ": " + e, e);
        } finally {
            lock.unlock();
        }
    }

    private void checkAllowed(boolean hostFolder) {
        if (hostFolder && !Allowance.HOST_FILES.isIn(allowed)) {
            throw EngineProblem.forbidden(
                    Allowance.HOST_FILES.refusal("A volume that is a folder of the host"));
        }
    }

    /** Returns the volume of a name. */
    public Optional<Volume> find(String name) {
        lock.lock();
        try {
            return Optional.ofNullable(volumes.get(name));
        } finally {
            lock.unlock();
        }
    }

    /** Returns the volume of a name, or says that there is none (404). */
    public Volume require(String name) {
        return find(name)
                .orElseThrow(() -> EngineProblem.notFound("get " + name + ": no such volume"));
    }

    /** Returns all volumes for which something holds, in the order of their names. */
    public List<Volume> list(Predicate<Volume> filter) {
        List<Volume> all;
        lock.lock();
        try {
            all = List.copyOf(volumes.values());
        } finally {
            lock.unlock();
        }
        return all.stream().filter(filter).toList();
    }

    /** Keeps a volume from being removed until the answer is closed; 404 if there is none. */
    public Hold hold(String name) {
        lock.lock();
        try {
            require(name);
            held.merge(name, 1, Integer::sum);
            return new Hold(name);
        } finally {
            lock.unlock();
        }
    }

    /** Keeps one volume. */
    public final class Hold implements AutoCloseable {

        private final String name;
        private boolean closed;

        private Hold(String name) {
            this.name = name;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (!closed) {
                    closed = true;
                    held.computeIfPresent(name, (same, count) -> count == 1 ? null : count - 1);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Returns the containers that use a volume. */
    public List<ContainerId> users(String name) {
        return use.users(name);
    }

    /**
     * Removes a volume and all in it.
     *
     * @param force whether it is fine if there is none; nobody's volume is ever taken away
     */
    public void remove(String name, boolean force) {
        if (force && find(name).isEmpty()) {
            return;
        }
        require(name);
        lock.lock();
        try {
            require(name);
            // under the lock: a container gives up its hold only when it stands among the users
            List<ContainerId> users = use.users(name);
            if (!users.isEmpty() || held.containsKey(name)) {
                throw EngineProblem.conflict(
                        "remove %s: volume is in use - [%s]"
                                .formatted(
                                        name,
                                        users.stream()
                                                .map(ContainerId::toString)
                                                .collect(Collectors.joining(", "))));
            }
            folders.remove(name);
            volumes.remove(name);
        } catch (IOException e) {
            throw EngineProblem.failed("remove " + name + ": " + e, e);
        } finally {
            lock.unlock();
        }
        publish("destroy", name, Map.of());
    }

    /**
     * Removes all volumes that nobody uses.
     *
     * @param filter which of them
     */
    public Pruned prune(Predicate<Volume> filter) {
        List<String> gone = new ArrayList<>();
        long bytes = 0;
        for (Volume volume : list(filter)) {
            String name = volume.name();
            if (!use.users(name).isEmpty()) {
                continue;
            }
            long size = bytes(name);
            try {
                remove(name, false);
            } catch (EngineProblem e) {
                if (e.status() == 404 || e.status() == 409) {
                    continue; // somebody was quicker
                }
                throw e;
            }
            gone.add(name);
            bytes += size;
        }
        events.publish("volume", "prune", "", Map.of("reclaimed", Long.toString(bytes)));
        return new Pruned(gone, bytes);
    }

    /**
     * What a prune has removed.
     *
     * @param names of volumes
     * @param bytes that were in them
     */
    public record Pruned(List<String> names, long bytes) {}

    /**
     * Returns the folder to be mounted into containers.
     *
     * @throws EngineProblem 404 if there is no such volume, 403 if it is a folder of the host and
     *     that isn't allowed any more, 500 if the folder of the host that it stands for isn't there
     */
    public Path mountpoint(String name) {
        Volume volume = require(name);
        String device = volume.device();
        checkAllowed(device != null);
        if (device == null) {
            return folders.data(name);
        }
        Path folder = Path.of(device);
        if (!Files.isDirectory(folder)) {
            throw EngineProblem.failed(
                    "failed to mount local volume: mount %s:%s, flags: 0x1000: no such file or directory"
                            .formatted(device, folders.data(name)));
        }
        return folder;
    }

    /** Returns where the volume is shown to lie. */
    public Path shownMountpoint(String name) {
        return folders.data(name);
    }

    /**
     * Gives an empty volume what the image has at the place where it is mounted; nothing if it
     * isn't empty, or stands for a folder of the host.
     *
     * @param imageContent a folder within a container's root file system, which doesn't run yet;
     *     the way to it must not lead over links of the image
     * @param copy how to
     */
    public void populate(String name, Path imageContent, Copy copy) {
        if (require(name).device() != null
                || !Files.isDirectory(imageContent, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Path data = folders.data(name);
            if (!FirstContent.isEmpty(data)) {
                return;
            }
            Path staging = folders.temporary();
            try {
                // it may take long, and nobody else's volumes wait for it
                copy.copy(imageContent, staging);
                moveIn(name, staging, data);
            } finally {
                FolderTree.remove(staging);
            }
        } catch (IOException e) {
            throw EngineProblem.failed(
                    "failed to copy the image's "
                            + imageContent.getFileName()
                            + " to volume "
                            + name
                            + ": "
                            + e,
                    e);
        }
    }

    private void moveIn(String name, Path staging, Path data) throws IOException {
        lock.lock();
        try {
            require(name);
            if (FirstContent.isEmpty(data)) {
                FirstContent.moveIn(staging, data, use.users(name).size() <= 1);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Copies a folder with all that the operating system knows of its files. */
    @FunctionalInterface
    public interface Copy {
        /** On disk when this returns. */
        void copy(Path from, Path to) throws IOException;
    }

    /** Tells the world that a container has a volume now. */
    public void mounted(String name, ContainerId container, String destination, boolean writable) {
        publish(
                "mount",
                name,
                Map.of(
                        "container",
                        container.toString(),
                        "destination",
                        destination,
                        "read/write",
                        Boolean.toString(writable),
                        "propagation",
                        ""));
    }

    /** Tells the world that a container doesn't have a volume any more. */
    public void unmounted(String name, ContainerId container) {
        publish("unmount", name, Map.of("container", container.toString()));
    }

    /** Returns the bytes in a volume; -1 if it stands for a folder of the host, or has gone. */
    public long bytes(String name) {
        Volume volume = find(name).orElse(null);
        if (volume == null || volume.device() != null) {
            return volume == null ? -1 : 0;
        }
        try {
            return FolderTree.bytes(folders.data(name));
        } catch (IOException e) {
            return -1; // it goes while it is measured
        }
    }

    private void publish(String action, String name, Map<String, String> more) {
        Map<String, String> attributes = new LinkedHashMap<>(more);
        attributes.put("driver", Volume.DRIVER);
        events.publish("volume", action, name, attributes);
    }

    private static String randomName() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
