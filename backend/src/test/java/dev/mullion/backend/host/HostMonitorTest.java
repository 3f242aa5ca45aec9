package dev.mullion.backend.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mullion.backend.host.FakeEngine.Mood;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.docker.ContainerId;
import dev.mullion.docker.HostAddress;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.client.ClientSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HostMonitorTest {

    private static final MonitorPace FAST =
            new MonitorPace(
                    Duration.ofMillis(400),
                    Duration.ofMillis(100),
                    Duration.ofMillis(200),
                    Duration.ofMillis(50),
                    Duration.ofMillis(200));
    private static final MonitorPace RARE =
            new MonitorPace(
                    Duration.ofHours(1),
                    Duration.ofMillis(100),
                    Duration.ofMillis(200),
                    Duration.ofMillis(50),
                    Duration.ofMillis(200));

    private final LiveChanges changes = new LiveChanges();
    private final HostInventory inventory = new HostInventory(changes);
    private final List<HostMonitor> monitors = new ArrayList<>();
    private final List<Topic> told = new CopyOnWriteArrayList<>();
    private final Set<ContainerId> ofTenants = ConcurrentHashMap.newKeySet();
    private FakeEngine engine;

    @BeforeEach
    void startEngine() throws Exception {
        engine = new FakeEngine();
        engine.put(1, "one");
    }

    @AfterEach
    void stop() throws Exception {
        for (HostMonitor monitor : monitors) {
            monitor.close();
        }
        for (HostMonitor monitor : monitors) {
            assertThat(monitor.awaitEnd(Duration.ofSeconds(5))).isTrue();
        }
        engine.close();
    }

    @Test
    void aHangingHostIsUnreachableAndHurtsNobodyElse() throws Exception {
        engine.mood = Mood.HANGING;
        HostId hanging = watch(engine, FAST);
        try (FakeEngine other = new FakeEngine()) {
            HostId well = watch(other, FAST);

            awaitState(well, HostState.READY);
            HostStatus lost = awaitState(hanging, HostState.UNREACHABLE);

            assertThat(lost.reason()).contains("No answer from", "within");
            assertThat(lost.nextAttempt()).isNotNull();
            assertThat(snapshot(well).status().state()).isEqualTo(HostState.READY);
        }
    }

    @Test
    void aHostThatTalksNonsenseIsRefusedUntilItMakesSense() {
        engine.mood = Mood.GARBAGE;
        HostId id = watch(engine, FAST);
        assertThat(awaitState(id, HostState.REFUSED).reason()).contains("is no Docker Engine");

        engine.mood = Mood.WELL;

        awaitState(id, HostState.READY);
        assertThat(snapshot(id).containers()).hasSize(1);
        assertThat(snapshot(id).status().reason()).isNull();
    }

    @Test
    void aHostThatForbidsOrIsTooOldIsRefusedAndSaysWhatToDo() {
        engine.mood = Mood.TOO_OLD;
        HostId id = watch(engine, FAST);
        assertThat(awaitState(id, HostState.REFUSED).reason())
                .contains("1.20", "another version of its engine");

        engine.mood = Mood.FORBIDDEN;
        await().untilAsserted(() -> assertThat(snapshot(id).status().reason()).contains("not you"));

        engine.mood = Mood.TROUBLE;
        assertThat(awaitState(id, HostState.UNREACHABLE).reason()).contains("ouch");
    }

    @Test
    void anEndThatTheEnginesListLearnsOfLateIsSeenWithoutWaitingForTheNextFullLook()
            throws Exception {
        HostId id = watch(engine, RARE);
        awaitState(id, HostState.READY);
        await().until(() -> engine.listeners() == 1);

        engine.emit("die", 1);
        await().until(() -> engine.singleLists.get() == 1);
        engine.state = "exited";

        await().until(() ->
                snapshot(id).containers().getFirst().summary().state().equals("exited"));
    }

    @Test
    void everythingIsLookedAtInTimeHoweverManyEventsCome() {
        awaitState(watch(engine, FAST), HostState.READY);
        await().until(() -> engine.listeners() == 1);

        await().pollInterval(Duration.ofMillis(40))
                .until(() -> {
                    engine.emit("start", 1);
                    return engine.fullLists.get() >= 4;
                });
    }

    @Test
    void whatWasSeenLastStaysAndIsStale() throws Exception {
        HostId id = watch(engine, FAST);
        Instant seen = awaitState(id, HostState.READY).lastSeen();
        listen();

        engine.close();

        HostStatus lost = awaitState(id, HostState.UNREACHABLE);
        assertThat(lost.lastSeen()).isAfterOrEqualTo(seen);
        assertThat(lost.since()).isAfterOrEqualTo(seen);
        assertThat(snapshot(id).stale()).isTrue();
        assertThat(snapshot(id).containers())
                .extracting(container -> container.summary().name())
                .containsExactly("one");
        assertThat(snapshot(id).facts()).isNotNull();
        await().until(() -> told.containsAll(EnumSet.of(Topic.HOSTS, Topic.CONTAINERS)));
        // retries do not make the moment it was lost a later one
        await().until(() ->
                !Objects.equals(lost.nextAttempt(), snapshot(id).status().nextAttempt()));
        assertThat(snapshot(id).status().since()).isEqualTo(lost.since());
    }

    @Test
    void anEventBringsTheNewsLongBeforeTheNextCompleteLook() throws Exception {
        HostId id = watch(engine, RARE);
        awaitListening(id);

        engine.put(2, "two");
        engine.emit("create", 2);
        await().until(() -> snapshot(id).containers().size() == 2);
        engine.drop(1);
        engine.emit("destroy", 1);
        await().until(() -> snapshot(id).containers().size() == 1);

        assertThat(snapshot(id).container(ContainerId.of(FakeEngine.id(2)))).isPresent();
    }

    @Test
    void whatHappensWhileEventsAreCutOffIsNotMissed() throws Exception {
        HostId id = watch(engine, RARE);
        awaitListening(id);

        engine.cut();
        engine.put(2, "two");

        await().until(() -> snapshot(id).containers().size() == 2);
        awaitListening(id);
        assertThat(snapshot(id).status().state()).isEqualTo(HostState.READY);
    }

    @Test
    void aStormOfEventsCostsFewLists() throws Exception {
        for (int i = 0; i < 50; i++) {
            engine.put(i, "c" + i);
        }
        HostId id = watch(engine, RARE);
        awaitListening(id);
        int before = engine.fullLists.get() + engine.singleLists.get();
        long start = System.nanoTime();

        for (int i = 0; i < 20_000; i++) {
            engine.emit(i % 2 == 0 ? "start" : "die", i % 50);
        }
        engine.put(51, "last");
        engine.emit("start", 51);
        await().until(() -> snapshot(id).containers().size() == 51);

        long millis = (System.nanoTime() - start) / 1_000_000;
        int lists = engine.fullLists.get() + engine.singleLists.get() - before;
        System.out.println("20,001 events in " + millis + " ms cost " + lists + " lists");
        assertThat(lists).isLessThanOrEqualTo((int) (millis / 100) + 2);
    }

    @Test
    void eventsOfExecsCostNothing() throws Exception {
        HostId id = watch(engine, RARE);
        awaitListening(id);
        int before = engine.singleLists.get();

        for (int i = 0; i < 100; i++) {
            engine.emit("exec_start: healthcheck", 1);
        }
        engine.put(2, "two");
        engine.emit("start", 2);
        await().until(() -> snapshot(id).containers().size() == 2);

        assertThat(engine.singleLists.get() - before).isEqualTo(1);
    }

    @Test
    void growingOlderIsNoNews() {
        HostId id = watch(engine, FAST);
        awaitState(id, HostState.READY);
        await().until(() -> engine.listeners() == 1);
        int looks = engine.fullLists.get();
        await().until(() -> engine.fullLists.get() >= looks + 2);
        listen();

        engine.status = "Up 2 seconds";
        int more = engine.fullLists.get();
        await().until(() -> engine.fullLists.get() >= more + 3);
        assertThat(snapshot(id).containers().getFirst().summary().status())
                .isEqualTo("Up 2 seconds");
        assertThat(told).isEmpty();

        engine.status = "Up 3 seconds (unhealthy)";
        await().until(() -> told.contains(Topic.CONTAINERS));
    }

    @Test
    void closingEndsAtOnceWhateverTheHostDoes() throws Exception {
        List<FakeEngine> fakes = new ArrayList<>();
        for (Mood mood : Mood.values()) {
            FakeEngine fake = new FakeEngine();
            fake.mood = mood;
            fakes.add(fake);
            watch(fake, RARE);
        }
        await().until(() -> fakes.getFirst().listeners() == 1);

        monitors.forEach(HostMonitor::close);
        for (HostMonitor monitor : monitors) {
            assertThat(monitor.awaitEnd(Duration.ofSeconds(5))).isTrue();
        }

        for (FakeEngine fake : fakes) {
            fake.close();
        }
    }

    @Test
    void aRemovedHostDoesNotComeBack() {
        HostId id = watch(engine, FAST);
        awaitState(id, HostState.READY);

        inventory.remove(id);
        int looks = engine.fullLists.get();
        await().until(() -> engine.fullLists.get() >= looks + 2);

        assertThat(inventory.find(id)).isEmpty();
    }

    @Test
    void whoeverChangedSomethingNeedNotWaitForTheEvent() throws Exception {
        HostId id = watch(engine, RARE);
        awaitListening(id);
        engine.put(2, "two");

        monitors.getFirst().lookAt(ContainerId.of(FakeEngine.id(2))).get(2, TimeUnit.SECONDS);

        assertThat(snapshot(id).containers()).hasSize(2);
    }

    @Test
    void nobodyWaitsForALookAtAHostThatIsGone() throws Exception {
        HostId id = watch(engine, RARE);
        awaitListening(id);
        engine.close();

        monitors.getFirst().lookAt(ContainerId.of(FakeEngine.id(1))).get(2, TimeUnit.SECONDS);
        awaitState(id, HostState.UNREACHABLE);
        monitors.getFirst().close();
        monitors.getFirst().lookAtImages().get(2, TimeUnit.SECONDS);
    }

    @Test
    void whereAHostOffersAChoiceEachContainerIsAskedOnceForItsIsolation() {
        engine.windows = true;
        engine.put(2, "two");
        HostId id = watch(engine, FAST);
        awaitState(id, HostState.READY);
        int looks = engine.fullLists.get();
        await().until(() -> engine.fullLists.get() >= looks + 3);

        assertThat(engine.inspections.get()).isEqualTo(2);
        assertThat(snapshot(id).containers())
                .extracting(SeenContainer::isolation)
                .containsExactly(Isolation.HYPERV, Isolation.PROCESS);
    }

    @Test
    void onlyContainersOfTenantsAreAskedForTheirLimitsAndAgainWhenTheyAreTold() throws Exception {
        engine.put(2, "two");
        engine.memory = 100;
        ofTenants.add(ContainerId.of(FakeEngine.id(1)));
        HostId id = watch(engine, RARE);
        awaitListening(id);
        await().untilAsserted(() -> assertThat(engine.inspections.get()).isEqualTo(2));
        assertThat(limits(id, 1)).isEqualTo(100);
        assertThat(snapshot(id).container(ContainerId.of(FakeEngine.id(2))).orElseThrow().limits())
                .isNull();

        engine.memory = 200;
        engine.emit("start", 1);
        await().until(() -> engine.singleLists.get() == 1);
        assertThat(limits(id, 1)).isEqualTo(100);

        engine.emit("update", 1);
        await().until(() -> limits(id, 1) == 200);
        assertThat(engine.inspections.get()).isEqualTo(3);
    }

    @Test
    void aContainerThatDoesNotTellItsLimitsHasNoneUntilItDoes() throws Exception {
        engine.inspectable = false;
        engine.memory = 100;
        ofTenants.add(ContainerId.of(FakeEngine.id(1)));
        HostId id = watch(engine, FAST);
        awaitState(id, HostState.READY);
        assertThat(limits(id, 1)).isZero();

        engine.inspectable = true;
        await().until(() -> limits(id, 1) == 100);

        engine.inspectable = false;
        engine.emit("update", 1);
        int asked = engine.inspections.get();
        await().until(() -> engine.inspections.get() > asked + 1);
        assertThat(limits(id, 1)).as("as it was last known").isEqualTo(100);
    }

    private long limits(HostId id, int number) {
        return Objects.requireNonNull(
                        snapshot(id)
                                .container(ContainerId.of(FakeEngine.id(number)))
                                .orElseThrow()
                                .limits())
                .memory();
    }

    private HostId watch(FakeEngine fake, MonitorPace pace) {
        Host host =
                new Host(
                        HostId.random(),
                        "fake",
                        HostAddress.of(fake.address()),
                        new TreeMap<>(),
                        Instant.now());
        inventory.add(HostSnapshot.unseen(host, HostStatus.connecting(Instant.now())));
        ClientSettings impatient =
                ClientSettings.defaults()
                        .withTimeouts(
                                Duration.ofMillis(500),
                                Duration.ofMillis(500),
                                Duration.ofMillis(500));
        HostMonitor monitor =
                new HostMonitor(
                        host,
                        new HostConnector(impatient, impatient),
                        inventory,
                        engineId -> {},
                        ofTenants::contains,
                        pace,
                        InstantSource.system(),
                        new Random(7));
        monitors.add(monitor);
        monitor.start();
        return host.id();
    }

    private void listen() {
        changes.subscribe(EnumSet.allOf(Topic.class), told::add);
    }

    private HostSnapshot snapshot(HostId id) {
        return inventory.find(id).orElseThrow();
    }

    private HostStatus awaitState(HostId id, HostState state) {
        return await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> snapshot(id).status(), status -> status.state() == state);
    }

    /** Waits until events flow and the complete look that their beginning causes is over. */
    private void awaitListening(HostId id) {
        awaitState(id, HostState.READY);
        await().until(() -> engine.listeners() == 1 && engine.fullLists.get() >= 2);
        int looks = engine.fullLists.get();
        await().during(Duration.ofMillis(250)).until(() -> engine.fullLists.get() >= looks);
    }
}
