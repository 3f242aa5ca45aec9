package dev.mullion.backend.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mullion.backend.activity.Activity;
import dev.mullion.backend.activity.ActivityId;
import dev.mullion.backend.activity.ActivityQuery;
import dev.mullion.backend.activity.ActivityService;
import dev.mullion.backend.activity.ActivityState;
import dev.mullion.backend.activity.Step;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.testing.H2File;
import dev.mullion.backend.testing.HostPortal;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.testing.RegistryProxy;
import dev.mullion.docker.testing.TestDockerEngine;
import dev.mullion.docker.testing.TestRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pulls from a real registry by a real engine, and what goes wrong with them. */
class ImagePullTest {

    private static final int BALLAST = 8 << 20;

    private static TestDockerEngine engine;
    private static TestRegistry registry;
    private static H2File database;
    private static HostPortal portal;
    private static HostId host;

    @BeforeAll
    static void start() {
        engine = TestDockerEngine.start();
        registry = TestRegistry.start(engine);
        database = H2File.create();
        portal = HostPortal.start(database);
        host = portal.addReady("one", engine.address());
    }

    @AfterAll
    static void stop() {
        portal.close();
        database.close();
        registry.close();
        engine.close();
    }

    /**
     * A portal of its own: engines that run on one machine say they are the same, so one portal
     * won't have two.
     */
    private record Elsewhere(H2File database, HostPortal portal) implements AutoCloseable {

        static Elsewhere open() {
            var database = H2File.create();
            return new Elsewhere(database, HostPortal.start(database));
        }

        Activity pull(HostId host, String reference, Runnable meanwhile) {
            var id = portal.get(ImageService.class).pull(host, ImageReference.of(reference), null);
            meanwhile.run();
            var service = portal.get(ActivityService.class);
            await().atMost(Duration.ofSeconds(60)).until(() -> service.get(id).state().ended());
            return service.get(id);
        }

        @Override
        public void close() {
            portal.close();
            database.close();
        }
    }

    private static Activity pull(String reference) {
        var id = begin(reference);
        await().atMost(Duration.ofSeconds(60)).until(() -> show(id).state().ended());
        return show(id);
    }

    private static ActivityId begin(String reference) {
        return portal.get(ImageService.class).pull(host, ImageReference.of(reference), null);
    }

    private static Activity show(ActivityId id) {
        return portal.get(ActivityService.class).get(id);
    }

    private static boolean listed(String reference) {
        var familiar = ImageReference.of(reference).familiar();
        return portal.get(ImageService.class).list(ImageQuery.all()).items().stream()
                .anyMatch(row -> row.references().contains(familiar));
    }

    @Test
    void aPulledImageIsListedWhenItsActivityHasEndedWithEveryLayerComplete() {
        var reference = registry.reference("team/tool:1");
        registry.publishImage("team/tool:1", BALLAST);
        var activity = pull(reference);
        assertThat(activity.outcome()).startsWith("Pulled " + reference + " (sha256:");
        assertThat(activity.state()).isEqualTo(ActivityState.SUCCEEDED);
        assertThat(activity.title()).isEqualTo("Pull " + reference + " on one");
        assertThat(activity.progress().steps())
                .isNotEmpty()
                .extracting(Step::state)
                .containsOnly("complete");
        assertThat(activity.progress().total()).isGreaterThan(BALLAST);
        assertThat(activity.progress().current()).isEqualTo(activity.progress().total());
        assertThat(listed(reference)).isTrue();

        assertThat(pull(reference).outcome()).contains("was there already");
    }

    @Test
    void aWrongTagIsSaidToBeOne() {
        registry.publishBusybox("team/tagged:1");
        var activity = pull(registry.reference("team/tagged:2"));
        assertThat(activity.state()).isEqualTo(ActivityState.FAILED);
        assertThat(activity.outcome()).contains("no such tag").contains("Check the tag");
    }

    @Test
    void anUnknownRepositoryIsSaidToBeOne() {
        var activity = pull(registry.reference("nobody/nothing:1"));
        assertThat(activity.state()).isEqualTo(ActivityState.FAILED);
        // the registry's answer to both is the same: this engine reports only the missing manifest
        assertThat(activity.outcome()).containsAnyOf("no such repository", "no such tag");
    }

    @Test
    void aRegistryThatIsNotThereIsSaidSo() {
        var activity = pull("127.0.0.1:9/team/tool:1");
        assertThat(activity.state()).isEqualTo(ActivityState.FAILED);
        assertThat(activity.outcome())
                .contains("the host can't reach the registry")
                .contains("connection refused");
    }

    @Test
    void aCancelledPullEndsWhileTheRegistryIsSilentAndLeavesNoImage() throws Exception {
        registry.publishImage("team/cancelled:1", BALLAST);
        try (var proxy = RegistryProxy.before(registry)) {
            proxy.holdAfter(1 << 20);
            var reference = proxy.reference("team/cancelled:1");
            var id = begin(reference);
            proxy.awaitHold(Duration.ofSeconds(30));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() ->
                            assertThat(show(id).progress().steps())
                                    .extracting(Step::state)
                                    .contains("downloading"));
            portal.get(ActivityService.class).cancel(id);
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(
                            () -> assertThat(show(id).state()).isEqualTo(ActivityState.CANCELLED));
            proxy.release();
            assertThat(listed(reference)).isFalse();
        }
    }

    @Test
    void aHostThatDiesInTheMiddleFailsThePullWithWhatToDo() {
        try (var other = TestDockerEngine.start();
                var otherRegistry = TestRegistry.start(other);
                var elsewhere = Elsewhere.open()) {
            otherRegistry.publishImage("team/tool:1", BALLAST);
            try (var proxy = RegistryProxy.before(otherRegistry)) {
                proxy.holdAfter(1 << 20);
                var second = elsewhere.portal().addReady("two", other.address());
                var activity =
                        elsewhere.pull(
                                second,
                                proxy.reference("team/tool:1"),
                                () -> {
                                    hold(proxy);
                                    other.kill();
                                });
                assertThat(activity.state()).isEqualTo(ActivityState.FAILED);
                assertThat(activity.outcome()).startsWith("Could not pull ").contains("two");
            }
        }
    }

    private static void hold(RegistryProxy proxy) {
        try {
            proxy.awaitHold(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFullDiskIsSaidToBeFull() {
        try (var small = TestDockerEngine.start(96L << 20);
                var smallRegistry = TestRegistry.start(small);
                var elsewhere = Elsewhere.open()) {
            var reference = smallRegistry.publishImage("team/large:1", 24 << 20);
            small.importImage("filler:1", 48 << 20);
            var third = elsewhere.portal().addReady("three", small.address());
            var activity = elsewhere.pull(third, reference, () -> {});
            assertThat(activity.state()).isEqualTo(ActivityState.FAILED);
            assertThat(activity.outcome())
                    .contains("the host's disk is full")
                    .contains("Remove images that nobody uses");
        }
    }

    @Test
    void aRegistryThatRefusesTheHostIsSaidToDoSo() {
        try (var closed = TestRegistry.startProtected(engine)) {
            var reference = closed.publishBusybox("team/private:1");
            var activity = pull(reference);
            assertThat(activity.state()).isEqualTo(ActivityState.FAILED);
            assertThat(activity.outcome()).contains("the registry refused the host");
        }
    }

    @Test
    void pullsLeaveTheirTraceInTheListOfActivities() {
        var outcome = pull(registry.reference("team/trace:1"));
        assertThat(
                        portal
                                .get(ActivityService.class)
                                .list(ActivityQuery.newest(100))
                                .items()
                                .stream()
                                .map(Activity::id))
                .contains(outcome.id());
    }
}
