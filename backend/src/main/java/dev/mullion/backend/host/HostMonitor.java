package dev.mullion.backend.host;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.api.EngineEvent;
import dev.mullion.docker.client.DockerClient;
import dev.mullion.docker.client.DockerException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one host for as long as the portal has it. One virtual thread looks at everything every
 * few seconds and at what events touched soon after they came; a second one reads the events. Only
 * the first writes into the inventory. Whatever the host does, nothing here gives up before it is
 * closed.
 */
final class HostMonitor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HostMonitor.class);

    private final Host host;
    private final HostConnector connector;
    private final HostInventory inventory;
    private final Consumer<String> onEngineId;
    private final MonitorPace pace;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ContainerLedger ledger;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private Touched touched = new Touched();
    private boolean urgent;
    private boolean closed;
    private @Nullable DockerClient open;

    // Of the first thread alone, in System.nanoTime(): when it looks at everything the next time,
    // and when once more at those that had ended.
    private long everythingDue;
    private long settleDue;
    private final Set<ContainerId> settling = new HashSet<>();

    private int failures;

    /**
     * @param onEngineId told what the engine calls itself, at each look at its facts
     * @param counted whether somebody counts what a container may take
     */
    HostMonitor(
            Host host,
            HostConnector connector,
            HostInventory inventory,
            Consumer<String> onEngineId,
            Predicate<ContainerId> counted,
            MonitorPace pace,
            InstantSource clock,
            RandomGenerator random) {
        this.host = host;
        this.connector = connector;
        this.inventory = inventory;
        this.onEngineId = onEngineId;
        this.ledger = new ContainerLedger(counted);
        this.pace = pace;
        this.clock = clock;
        this.random = random;
        this.thread = Thread.ofVirtual().name("monitor of " + host.name()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Ends the watching at once, whatever the host is doing. */
    @Override
    public void close() {
        DockerClient client;
        lock.lock();
        try {
            closed = true;
            client = open;
            work.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
        if (client != null) {
            client.close();
        }
    }

    /** Waits for the threads to end after {@link #close()}; false if they didn't. */
    boolean awaitEnd(Duration longest) throws InterruptedException {
        return thread.join(longest);
    }

    /** Has everything looked at soon; a host that does not answer is tried now. */
    void lookAgain() {
        lock.lock();
        try {
            touched.addEverything();
            urgent = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has one container looked at now, without waiting for its event.
     *
     * @return done when the inventory has it as it is, or when the host can't be asked
     */
    CompletableFuture<Void> lookAt(ContainerId id) {
        var looked = new CompletableFuture<Void>();
        lock.lock();
        try {
            touched.add(id);
            wake(looked);
        } finally {
            lock.unlock();
        }
        return looked;
    }

    /** Has the images looked at now; answers like {@link #lookAt}. */
    CompletableFuture<Void> lookAtImages() {
        var looked = new CompletableFuture<Void>();
        lock.lock();
        try {
            touched.addImages();
            wake(looked);
        } finally {
            lock.unlock();
        }
        return looked;
    }

    private void wake(CompletableFuture<Void> looked) {
        if (closed) {
            looked.complete(null);
            return;
        }
        touched.tell(looked);
        urgent = true;
        work.signalAll();
    }

    private void run() {
        try {
            while (!isClosed()) {
                RuntimeException failure;
                try {
                    watch();
                    return;
                } catch (RuntimeException e) {
                    if (isClosed()) {
                        return;
                    }
                    failure = e;
                }
                failures++;
                Duration pause = pace.retryAfter(failures, random);
                report(failure, pause);
                awaitRetry(pause);
            }
        } catch (InterruptedException e) {
            // close() did it, and nothing is left to do
        } finally {
            drop();
        }
    }

    /** One connection from its beginning to its end, which is an exception or being closed. */
    private void watch() throws InterruptedException {
        try (DockerClient client = connector.watch(host.address())) {
            hold(client);
            client.ping();
            var look = new HostLook(client, ledger);
            Touched everything = new Touched();
            everything.addEverything();
            see(look, everything);
            try (EventFeed feed =
                    new EventFeed(
                            host.name(),
                            client,
                            this::note,
                            this::lookAtWhatWasMissed,
                            tries -> pace.retryAfter(tries, random))) {
                feed.start();
                while (true) {
                    Touched next = awaitWork();
                    if (isClosed()) {
                        return;
                    }
                    see(look, next);
                }
            }
        } finally {
            hold(null);
        }
    }

    private void see(HostLook look, Touched at) {
        try {
            inventory.update(host.id(), look.at(at, clock));
        } finally {
            at.done();
        }
        long now = System.nanoTime();
        if (at.everything()) {
            everythingDue = now + pace.reconcile().toNanos();
        }
        if (!at.ended().isEmpty()) {
            settling.addAll(at.ended());
            settleDue = now + pace.settle().toNanos();
        }
        if (at.facts()) {
            inventory.find(host.id()).map(HostSnapshot::engineId).ifPresent(onEngineId);
        }
        if (look.unfinished()) {
            lookAtEverything();
        }
        if (failures > 0) {
            log.info("Host {} answers again, after {} failed attempt(s)", host.name(), failures);
            failures = 0;
        }
    }

    private void report(RuntimeException failure, Duration pause) {
        Loss loss = Loss.of(failure, host.address());
        if (failures == 1) {
            log.warn("Host {}: {}", host.name(), loss.reason());
        }
        if (!(failure instanceof DockerException)) {
            log.error("The monitor of host {} met a fault of its own", host.name(), failure);
        }
        Instant now = clock.instant();
        Instant next = now.plus(pause);
        inventory.update(
                host.id(),
                seen -> seen.with(seen.status().lost(loss.state(), loss.reason(), now, next)));
    }

    private void note(EngineEvent event) {
        lock.lock();
        try {
            if (touched.add(event)) {
                work.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Events may not have come, and some changes are told by nothing else. */
    private void lookAtWhatWasMissed() {
        lock.lock();
        try {
            touched.addMissed();
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void lookAtEverything() {
        lock.lock();
        try {
            touched.addEverything();
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for something to look at: what was touched, a moment after the first touch so that more
     * can gather, or what is due. Everything is due in time however many touches there are.
     */
    private Touched awaitWork() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = untilDue();
            while (touched.isEmpty() && !closed && left > 0) {
                left = work.awaitNanos(left);
            }
            long gathering = pace.gather().toNanos();
            while (!touched.isEmpty() && !urgent && !closed && gathering > 0) {
                gathering = work.awaitNanos(gathering);
            }
            addDue();
            return take();
        } finally {
            lock.unlock();
        }
    }

    private long untilDue() {
        long now = System.nanoTime();
        long left = everythingDue - now;
        return settling.isEmpty() ? left : Math.min(left, settleDue - now);
    }

    private void addDue() {
        long now = System.nanoTime();
        if (everythingDue - now <= 0) {
            touched.addEverything();
        }
        if (settleDue - now <= 0) {
            settling.forEach(touched::add);
            settling.clear();
        }
    }

    private Touched take() {
        Touched taken = touched;
        touched = new Touched();
        urgent = false;
        return taken;
    }

    /** Waits for the time of the next attempt, or until somebody wants one now. */
    private void awaitRetry(Duration pause) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            // whoever waits for a look should not wait for a host that is gone
            take().done();
            long left = pause.toNanos();
            while (left > 0 && !closed && !urgent) {
                left = work.awaitNanos(left);
            }
            take().done();
        } finally {
            lock.unlock();
        }
    }

    private void hold(@Nullable DockerClient client) {
        boolean late;
        lock.lock();
        try {
            open = client;
            late = closed;
        } finally {
            lock.unlock();
        }
        if (late && client != null) {
            client.close();
        }
    }

    private void drop() {
        lock.lock();
        try {
            closed = true;
            take().done();
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
