package dev.mullion.backend.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.client.DockerStream;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Caller;
import dev.mullion.security.Callers;
import dev.mullion.security.Decision;
import dev.mullion.security.Door;
import dev.mullion.security.Permission;
import dev.mullion.security.RefusedException;
import dev.mullion.security.Resource;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WatchedStreamTest {

    private static final Caller EVE = new Caller(UUID.randomUUID(), "eve", Door.API, "10.0.0.1");

    private final AtomicBoolean may = new AtomicBoolean(true);
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    private final Authorizer authorizer =
            new Authorizer(
                    new Callers(),
                    (account, permission, resource) ->
                            may.get()
                                    ? Decision.allow("a test says so")
                                    : Decision.refuse("her role was taken away"),
                    resource -> resource,
                    watch);
    private final Silence silence = new Silence();

    /** A container that writes nothing, as long as its log is open. */
    private static final class Silence implements DockerStream<String> {

        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public boolean hasNext() {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        }

        @Override
        public String next() {
            throw new NoSuchElementException();
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @AfterEach
    void stop() {
        watch.shutdownNow();
    }

    private DockerStream<String> open() {
        return new WatchedStream<>(
                silence, authorizer, EVE, Permission.CONTAINER_LOGS, Resource.at("/hosts/1"));
    }

    @Test
    void whoWaitsForMoreIsToldThatTheRightHasGone() {
        try (var log = open()) {
            may.set(false);

            assertThatThrownBy(log::hasNext)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("her role was taken away");
        }
    }

    @Test
    void whatItsReaderClosesJustEnds() {
        var log = open();
        log.close();
        may.set(false);

        assertThat(log.hasNext()).isFalse();
    }

    @Test
    void whoMayNotEvenBeginLeavesNothingOpen() {
        may.set(false);

        assertThatThrownBy(this::open).isInstanceOf(RefusedException.class);
        assertThat(silence.closed.getCount()).isZero();
    }
}
