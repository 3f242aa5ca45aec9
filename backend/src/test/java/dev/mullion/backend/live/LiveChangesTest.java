package dev.mullion.backend.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LiveChangesTest {

    private final LiveChanges changes = new LiveChanges();

    @AfterEach
    void close() {
        changes.close();
    }

    @Test
    void theFirstChangeIsToldAtOnceAndTheRestFourTimesASecondAtMost() {
        List<Long> told = new CopyOnWriteArrayList<>();
        changes.subscribe(Set.of(Topic.HOSTS), _ -> told.add(System.nanoTime()));
        long start = System.nanoTime();
        int published = 0;
        while (System.nanoTime() - start < 1_100_000_000L) {
            changes.publish(Topic.HOSTS);
            published++;
        }

        assertThat(told.getFirst() - start).isLessThan(100_000_000L);
        assertThat(published).isGreaterThan(1000);
        assertThat(told).hasSizeBetween(3, 6);
        for (int i = 1; i < told.size(); i++) {
            assertThat(told.get(i) - told.get(i - 1)).isGreaterThan(240_000_000L);
        }
    }

    @Test
    void theLastChangeIsAlwaysTold() {
        AtomicInteger value = new AtomicInteger();
        AtomicInteger shown = new AtomicInteger();
        changes.subscribe(Set.of(Topic.HOSTS), _ -> shown.set(value.get()));

        for (int i = 1; i <= 100; i++) {
            value.set(i);
            changes.publish(Topic.HOSTS);
        }

        await().untilAsserted(() -> assertThat(shown).hasValue(100));
    }

    @Test
    void aSlowOrThrowingListenerHurtsNobodyElse() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger throwing = new AtomicInteger();
        List<Topic> well = new CopyOnWriteArrayList<>();
        changes.subscribe(
                EnumSet.allOf(Topic.class),
                _ -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        changes.subscribe(
                EnumSet.allOf(Topic.class),
                _ -> {
                    throwing.incrementAndGet();
                    throw new IllegalStateException("a page that is broken on purpose");
                });
        changes.subscribe(EnumSet.allOf(Topic.class), well::add);

        changes.publish(Topic.HOSTS);
        await().until(() -> well.contains(Topic.HOSTS) && throwing.get() == 1);
        changes.publish(Topic.IMAGES);
        await().until(() -> well.contains(Topic.IMAGES) && throwing.get() == 2);
        never.countDown();
    }

    @Test
    void onlyTheTopicsAskedForAreTold() {
        List<Topic> told = new CopyOnWriteArrayList<>();
        changes.subscribe(Set.of(Topic.IMAGES), told::add);

        changes.publish(Topic.CONTAINERS);
        changes.publish(Topic.IMAGES);

        await().until(() -> !told.isEmpty());
        assertThat(told).containsExactly(Topic.IMAGES);
    }

    @Test
    void nothingIsToldAfterTheEnd() {
        List<Topic> ended = new CopyOnWriteArrayList<>();
        List<Topic> going = new CopyOnWriteArrayList<>();
        Subscription subscription = changes.subscribe(Set.of(Topic.HOSTS), ended::add);
        changes.subscribe(Set.of(Topic.HOSTS), going::add);
        changes.publish(Topic.HOSTS);
        await().until(() -> ended.size() == 1 && going.size() == 1);

        subscription.close();
        subscription.close();
        changes.publish(Topic.HOSTS);

        await().atMost(Duration.ofSeconds(2)).until(() -> going.size() == 2);
        assertThat(ended).hasSize(1);
    }
}
