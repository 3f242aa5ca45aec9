package dev.mullion.backend.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mullion.backend.Problem;
import dev.mullion.backend.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What activities promise, whatever the database. */
abstract class ActivitiesContract {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<AutoCloseable> opened = new ArrayList<>();
    private TestDatabase database;

    abstract TestDatabase open();

    @BeforeEach
    void openDatabase() {
        database = open();
        opened.add(database);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (var closeable : opened.reversed()) {
            closeable.close();
        }
    }

    private TestPortal portal(String... properties) {
        var portal = TestPortal.start(database, properties);
        opened.add(portal);
        return portal;
    }

    private static void awaitState(TestPortal portal, ActivityId id, ActivityState state) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(portal.activity(id).state()).isEqualTo(state));
    }

    @Test
    void workRunsInTheNameOfWhoStartedItAndItsLastWordIsTheOutcome() {
        var portal = portal();
        var id = portal.startAs(TestPortal.ADA, "quick", Map.of("image", "busybox"));
        awaitState(portal, id, ActivityState.SUCCEEDED);
        var activity = portal.activity(id);
        assertThat(activity.startedBy()).isEqualTo("ada");
        assertThat(activity.outcome()).isEqualTo("Did it with {image=busybox}");
        assertThat(activity.startedAt()).isNotNull();
        assertThat(activity.endedAt()).isAfterOrEqualTo(activity.startedAt());
        assertThat(portal.stored(id).caller()).isEqualTo(TestPortal.ADA);
    }

    @Test
    void aProblemIsShownInItsOwnWords() {
        var portal = portal();
        var id = portal.startAs(TestPortal.ADA, "failing", Map.of());
        awaitState(portal, id, ActivityState.FAILED);
        assertThat(portal.activity(id).outcome())
                .isEqualTo("Could not do it: somebody was faster. Do something else.");
    }

    @Test
    void anUnforeseenErrorFailsTheActivityAndPointsToTheLog() {
        var portal = portal();
        var id = portal.startAs(TestPortal.ADA, "broken", Map.of());
        awaitState(portal, id, ActivityState.FAILED);
        assertThat(portal.activity(id).outcome()).contains("this was not foreseen").contains("log");
    }

    @Test
    void progressIsSeenAtOnceAndWrittenDownWithinAMoment() throws Exception {
        var portal = portal();
        var id = portal.startAs(TestPortal.ADA, "endless", Map.of());
        var context = portal.get(TestPortal.Started.class).next();
        context.progress(new Progress(5, 10, "five of ten", List.of()));
        assertThat(portal.activity(id).progress().message()).isEqualTo("five of ten");
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(portal.stored(id).activity().progress())
                                .isEqualTo(new Progress(5, 10, "five of ten", List.of())));
    }

    @Test
    void aFloodOfProgressIsWrittenAtMostOnceASecond() throws Exception {
        var portal = portal();
        var id = portal.startAs(TestPortal.ADA, "endless", Map.of());
        var context = portal.get(TestPortal.Started.class).next();
        var written = new HashSet<String>();
        long begun = System.nanoTime();
        int told = 0;
        while (System.nanoTime() - begun < Duration.ofSeconds(3).toNanos()) {
            context.progress(Progress.saying("step " + told++));
            written.add(portal.stored(id).activity().progress().message());
        }
        assertThat(told).isGreaterThan(100);
        assertThat(written).hasSizeBetween(2, 5);
    }

    @Test
    void aRunningActivityIsCancelledAndItsHooksAreCalled() throws Exception {
        var portal = portal();
        var id = portal.startAs(TestPortal.ADA, "endless", Map.of());
        var context = portal.get(TestPortal.Started.class).next();
        var closed = new java.util.concurrent.CountDownLatch(1);
        context.onCancel(closed::countDown);
        cancel(portal, id);
        assertThat(closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        awaitState(portal, id, ActivityState.CANCELLED);
        assertThat(portal.activity(id).outcome()).isEqualTo("Cancelled by ada.");
        assertThatThrownBy(() -> cancel(portal, id))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.CONFLICT));
    }

    @Test
    void theDatabaseOutlivesManyCancels() throws Exception {
        var portal = portal("mullion.activities.concurrency=4");
        for (int round = 0; round < 20; round++) {
            var id = portal.startAs(TestPortal.ADA, "endless", Map.of());
            var context = portal.get(TestPortal.Started.class).next();
            context.progress(Progress.saying("round " + round));
            cancel(portal, id);
            awaitState(portal, id, ActivityState.CANCELLED);
        }
    }

    @Test
    void nothingRunsBeyondTheConcurrencyAndWhatWaitsCanBeCancelled() throws Exception {
        var portal = portal("mullion.activities.concurrency=2");
        var ids = new ArrayList<ActivityId>();
        for (int i = 0; i < 4; i++) {
            ids.add(portal.startAs(TestPortal.ADA, "endless", Map.of()));
        }
        var started = portal.get(TestPortal.Started.class);
        var one = started.next().id();
        var other = started.next().id();
        var running = Set.of(one, other);
        var waiting = ids.stream().filter(id -> !running.contains(id)).toList();
        assertThat(waiting).hasSize(2);
        for (var id : waiting) {
            assertThat(portal.activity(id).state()).isEqualTo(ActivityState.QUEUED);
        }
        cancel(portal, waiting.getFirst());
        assertThat(portal.activity(waiting.getFirst()).state()).isEqualTo(ActivityState.CANCELLED);
        running.forEach(id -> cancel(portal, id));
        assertThat(started.next().id()).isEqualTo(waiting.getLast());
        assertThat(started.waiting()).isZero();
    }

    @Test
    void aPortalKilledInTheMiddleLeavesAnInterruptedActivityThatIsDoneAgain(@TempDir Path folder)
            throws Exception {
        var id = runUntilKilled(folder, "endless");
        var portal = portal();
        awaitState(portal, id, ActivityState.INTERRUPTED);
        assertThat(portal.activity(id).outcome()).contains("started again");
        assertThat(portal.activity(id).progress().message()).isEqualTo("one of ten");
        var again = portal.get(TestPortal.Started.class).next();
        var repetition = portal.stored(again.id());
        assertThat(repetition.activity().repeats()).isEqualTo(id);
        assertThat(repetition.activity().state()).isEqualTo(ActivityState.RUNNING);
        assertThat(repetition.caller().name()).isEqualTo("ada");
        assertThat(repetition.repetition()).isEqualTo(1);
    }

    @Test
    void workThatMustNotBeDoneTwiceIsOnlyMarked(@TempDir Path folder) throws Exception {
        var id = runUntilKilled(folder, "endless-once");
        var portal = portal();
        awaitState(portal, id, ActivityState.INTERRUPTED);
        assertThat(portal.activity(id).outcome()).contains("start it again if");
        assertThat(portal.get(ActivityService.class).list(ActivityQuery.newest(10)).total())
                .isEqualTo(1);
    }

    /** Runs a portal in a process of its own, and kills it (SIGKILL) once the work has begun. */
    private ActivityId runUntilKilled(Path folder, String kind) throws Exception {
        var file = folder.resolve("id");
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                TestPortal.class.getName(),
                                database.url(),
                                database.username(),
                                database.password(),
                                file.toString(),
                                kind)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        try {
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> Files.exists(file) || !process.isAlive());
            assertThat(file).as("%s", Files.readString(folder.resolve("log"))).exists();
            var id = ActivityId.of(Files.readString(file));
            // its progress is on its way to the database
            process.onExit().completeOnTimeout(process, 2500, TimeUnit.MILLISECONDS).join();
            return id;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void workThatKeepsBeingInterruptedIsGivenUp() throws Exception {
        var portal = portal();
        var id = portal.startAs(TestPortal.ADA, "endless", Map.of());
        var seen = new ArrayList<ActivityId>();
        for (int life = 0; life <= Interruptions.MOST_REPETITIONS; life++) {
            seen.add(portal.get(TestPortal.Started.class).next().id());
            portal.close();
            portal = portal();
        }
        assertThat(seen.getFirst()).isEqualTo(id);
        assertThat(seen).doesNotHaveDuplicates();
        var states = new ArrayList<ActivityState>();
        for (var run : seen) {
            states.add(portal.activity(run).state());
        }
        assertThat(states).containsOnly(ActivityState.INTERRUPTED);
        assertThat(portal.activity(seen.getLast()).outcome()).contains("4 times in a row");
        assertThat(portal.get(ActivityService.class).list(ActivityQuery.unfinished(10)).total())
                .isZero();
    }

    @Test
    void hostileProgressIsKeptAsFarAsItFits() {
        var table = portal().get(ActivityTable.class);
        var name = "\u0001".repeat(200);
        var hostile =
                new Progress(
                        1, 2, "a\0b", Collections.nCopies(200, new Step(name, "waiting", 0, 0)));
        var id = ActivityId.random();

        // never queued, so it stays as it is
        table.insert(
                new StoredActivity(
                        new Activity(
                                id,
                                "endless",
                                "title",
                                "/",
                                "ada",
                                null,
                                Instant.EPOCH,
                                null,
                                null,
                                ActivityState.QUEUED,
                                hostile,
                                null),
                        Map.of(),
                        TestPortal.ADA,
                        0,
                        null,
                        null));

        var stored = table.find(id).orElseThrow().activity().progress();
        assertThat(stored.message()).isEqualTo("a\uFFFDb");
        assertThat(stored.steps()).isEmpty();
    }

    @Test
    void aCancelThatTheKillOvertookStillCounts() throws Exception {
        var portal = portal();
        var id = portal.startAs(TestPortal.ADA, "endless", Map.of());
        portal.get(TestPortal.Started.class).next();
        // as another portal would leave it: asked for, not yet heard of
        portal.get(ActivityTable.class)
                .requestCancel(id, "grace", java.time.Clock.systemUTC().instant());
        portal.close();
        var next = portal();
        awaitState(next, id, ActivityState.CANCELLED);
        assertThat(next.get(ActivityService.class).list(ActivityQuery.newest(10)).total())
                .isEqualTo(1);
    }

    @Test
    void listsAreFilteredSortedAndCut() {
        var portal = portal();
        for (var kind : List.of("quick", "failing", "quick")) {
            awaitEnd(portal, portal.startAs(TestPortal.ADA, kind, Map.of()));
        }
        var service = portal.get(ActivityService.class);
        assertThat(service.list(ActivityQuery.newest(2)).items()).hasSize(2);
        assertThat(service.list(ActivityQuery.newest(2)).total()).isEqualTo(3);
        assertThat(kinds(service, "FAIL", Set.of(), ActivityQuery.Sort.CREATED, false))
                .containsExactly("failing");
        assertThat(kinds(service, "100%", Set.of(), ActivityQuery.Sort.CREATED, false)).isEmpty();
        assertThat(
                        kinds(
                                service,
                                "",
                                EnumSet.of(ActivityState.SUCCEEDED),
                                ActivityQuery.Sort.KIND,
                                true))
                .containsExactly("quick", "quick");
        for (var sort : ActivityQuery.Sort.values()) {
            assertThat(kinds(service, "ada", Set.of(), sort, true)).hasSize(3);
        }
        assertThat(kinds(service, "", Set.of(), ActivityQuery.Sort.KIND, false))
                .containsExactly("failing", "quick", "quick");
    }

    private static List<String> kinds(
            ActivityService service,
            String text,
            Set<ActivityState> states,
            ActivityQuery.Sort sort,
            boolean descending) {
        return service
                .list(new ActivityQuery(text, states, sort, descending, 0, 100))
                .items()
                .stream()
                .map(Activity::kind)
                .toList();
    }

    @Test
    void oldActivitiesAreForgottenAndRunningOnesNever() throws Exception {
        var portal = portal("mullion.activities.kept-count=2");
        var running = portal.startAs(TestPortal.ADA, "endless", Map.of());
        portal.get(TestPortal.Started.class).next();
        var ended = new ArrayList<ActivityId>();
        for (int i = 0; i < 4; i++) {
            var id = portal.startAs(TestPortal.ADA, "quick", Map.of());
            awaitEnd(portal, id);
            ended.add(id);
        }
        portal.get(JdbcClient.class)
                .sql("update activity set ended_at = created_at - interval '40' day where id = :id")
                .param("id", ended.getLast().value())
                .update();
        portal.get(Retention.class).forgetOld();
        var left =
                portal.get(ActivityService.class).list(ActivityQuery.newest(10)).items().stream()
                        .map(Activity::id)
                        .toList();
        // the last one is too old, and of the others the two newest stay; what runs stays anyway
        assertThat(left).containsExactly(ended.get(2), ended.get(1), running);
    }

    @Test
    void startingWhatNobodyCanDoIsRefused() {
        var portal = portal();
        assertThatThrownBy(() -> portal.startAs(TestPortal.ADA, "unheard-of", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unheard-of");
        assertThat(portal.get(ActivityService.class).list(ActivityQuery.newest(10)).total())
                .isZero();
    }

    private static void awaitEnd(TestPortal portal, ActivityId id) {
        await().atMost(PATIENCE).until(() -> portal.activity(id).state().ended());
    }

    private static void cancel(TestPortal portal, ActivityId id) {
        portal.cancelAs(TestPortal.ADA, id);
    }
}
