package dev.mullion.engine.container;

import dev.mullion.docker.ContainerId;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One container. What changes it holds its lock; what only looks takes the last view of it and
 * waits for nobody.
 */
final class Container {

    private static final Logger LOG = LoggerFactory.getLogger(Container.class);

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(2);

    private final ContainerFiles files;
    private final ReentrantLock lock = new ReentrantLock();
    private final Waits waits = new Waits();
    private final RestartBackoff backoff = new RestartBackoff();
    private volatile ContainerRecord record;
    private volatile boolean leaving;
    private volatile boolean kept;
    private volatile boolean unsaved;

    // Only under the lock.
    private @Nullable CountDownLatch restart;

    Container(ContainerFiles files, ContainerRecord record) {
        this.files = files;
        this.record = record;
    }

    ContainerId id() {
        return record.definition().id();
    }

    Definition definition() {
        return record.definition();
    }

    Standing standing() {
        return record.standing();
    }

    /** Returns definition and standing of the same moment. */
    ContainerRecord record() {
        return record;
    }

    Waits waits() {
        return waits;
    }

    RestartBackoff backoff() {
        return backoff;
    }

    ContainerView view() {
        ContainerRecord now = record;
        Definition definition = now.definition();
        Standing standing = now.standing();
        return new ContainerView(
                definition.id(),
                definition.name(),
                definition.image(),
                definition.config(),
                definition.hostConfig(),
                definition.directory(),
                standing.phase(),
                standing.pid(),
                standing.phase() == Phase.PAUSED,
                files.log(definition.id()),
                definition.created(),
                standing.startedAt(),
                standing.finishedAt(),
                standing.exitCode());
    }

    /** Waits until nobody else changes it. */
    Held hold() {
        lock.lock();
        return lock::unlock;
    }

    /** Lets others change it again. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Changes it on the disk, and then for all who look. */
    void save(ContainerRecord next) throws IOException {
        files.save(next);
        record = next;
        unsaved = false;
    }

    /** Changes it for all who look; the disk follows, or says the same after a crash anyway. */
    void show(ContainerRecord next) {
        record = next;
    }

    /** Changes it because something has happened: that is shown even if the disk is full. */
    void settle(ContainerRecord next) {
        try {
            save(next);
        } catch (IOException e) {
            show(next);
            LOG.error(
                    "The state of container {} could not be written; that is tried again until it"
                            + " can be",
                    id(),
                    e);
            saveLater();
        }
    }

    private void saveLater() {
        if (!unsaved) {
            unsaved = true;
            Thread.ofVirtual().name("save " + id()).start(this::saveUntilItWorks);
        }
    }

    private void saveUntilItWorks() {
        while (unsaved) {
            LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            try (Held _ = hold()) {
                if (unsaved && record.standing().phase() == Phase.REMOVING) {
                    unsaved = false;
                } else if (unsaved) {
                    save(record);
                    LOG.info("The state of container {} could be written at last", id());
                }
            } catch (IOException e) {
                LOG.debug("The state of container {} can't be written yet", id(), e);
            }
        }
    }

    /** Whether it is being removed: then it isn't started again. */
    boolean isLeaving() {
        return leaving;
    }

    /** Under the lock. */
    void leaving(boolean value) {
        leaving = value;
    }

    /** Whether it goes when it ends. */
    boolean removesItself() {
        return definition().hostConfig().autoRemove() && !kept && !leaving;
    }

    /** Whether it stays although it removes itself, because it is restarted by hand. */
    void kept(boolean value) {
        kept = value;
    }

    /** Begins the wait before it is started again. Whoever counts it down ends the wait. */
    CountDownLatch beginRestart() {
        CountDownLatch begun = new CountDownLatch(1);
        restart = begun;
        return begun;
    }

    /** Whether it still waits for this start. */
    boolean awaits(CountDownLatch begun) {
        return Objects.equals(restart, begun) && standing().phase() == Phase.RESTARTING;
    }

    /** It won't be started again by its policy. */
    void cancelRestart() {
        CountDownLatch begun = restart;
        restart = null;
        if (begun != null) {
            begun.countDown();
        }
    }
}
