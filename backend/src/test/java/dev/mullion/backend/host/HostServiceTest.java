package dev.mullion.backend.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.backend.Problem;
import dev.mullion.backend.testing.H2File;
import dev.mullion.backend.testing.HostPortal;
import dev.mullion.backend.testing.Problems;
import dev.mullion.docker.HostAddress;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.testing.TestDockerEngine;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostServiceTest {

    private static TestDockerEngine engine;

    private H2File database;
    private HostPortal portal;
    private HostService hosts;

    @BeforeAll
    static void startEngine() {
        engine = TestDockerEngine.start();
        engine.importBusybox("tool:1");
        engine.docker("run", "-d", "--name", "web", "tool:1", "sleep", "1000");
    }

    @AfterAll
    static void stopEngine() {
        engine.close();
    }

    @BeforeEach
    void startPortal() {
        database = H2File.create();
        portal = HostPortal.start(database);
        hosts = portal.get(HostService.class);
    }

    @AfterEach
    void stopPortal() {
        portal.close();
        database.close();
    }

    @Test
    void addedHostIsSeenWithWhatItIsAndHas() {
        HostId id = portal.addReady("Build machine", engine.address());

        HostView view = hosts.get(id);
        assertThat(view.host().name()).isEqualTo("Build machine");
        assertThat(view.containers()).isEqualTo(1);
        assertThat(view.running()).isEqualTo(1);
        assertThat(view.images()).isEqualTo(1);
        assertThat(view.imageBytes()).isPositive();
        assertThat(view.stale()).isFalse();
        HostFacts facts = Objects.requireNonNull(view.facts());
        assertThat(facts.osType()).isEqualTo("linux");
        assertThat(facts.engineVersion()).isNotEmpty();
        assertThat(facts.emulated()).isFalse();
        assertThat(facts.offer(Isolation.PROCESS))
                .hasValueSatisfying(offer -> assertThat(offer.offered()).isTrue());
        assertThat(facts.offer(Isolation.HYPERV))
                .hasValueSatisfying(offer -> {
                    assertThat(offer.offered()).isFalse();
                    assertThat(offer.reason()).contains("Linux");
                });
    }

    @Test
    void withoutANameTheEnginesOwnIsTaken() {
        HostId id = portal.addReady(null, engine.address());

        assertThat(hosts.get(id).host().name()).isEqualTo(engine.docker("info", "-f", "{{.Name}}"));
    }

    @Test
    void theSameEngineIsRefusedTheSecondTimeWhateverItsAddress() throws Exception {
        portal.addReady("one", engine.address());
        var link = engine.folder().resolve("other.sock");
        Files.createSymbolicLink(link, engine.socket());
        try {
            Problem same = Problems.of(() -> add("two", engine.address()));
            Problem other = Problems.of(() -> add("two", "unix://" + link));

            assertThat(same.kind()).isEqualTo(Problem.Kind.CONFLICT);
            assertThat(same.getMessage()).contains("\"one\"");
            assertThat(other.kind()).isEqualTo(Problem.Kind.CONFLICT);
            assertThat(other.field()).contains("address");
            assertThat(other.getMessage()).contains("same engine", "\"one\"");
            assertThat(hosts.list()).hasSize(1);
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void anAdoptedEngineIsKnownAgainAfterARestartThoughItNoLongerAnswers() throws Exception {
        HostId adopted =
                hosts.adopt(new NewHost("local", HostAddress.of(engine.address()))).host().id();
        portal.await(adopted, view -> view.status().state() == HostState.READY);
        hosts.rename(adopted, "renamed");
        portal.close();
        var elsewhere = engine.folder().resolve("elsewhere.sock");
        try (var gone = database.connect();
                var update =
                        gone.prepareStatement("update known_host set address = ? where id = ?")) {
            update.setString(1, "unix:///nowhere/docker.sock");
            update.setObject(2, adopted.value());
            update.execute();
        }
        Files.createSymbolicLink(elsewhere, engine.socket());
        try {
            portal = HostPortal.start(database);
            hosts = portal.get(HostService.class);

            Problem again = Problems.of(() -> add("again", "unix://" + elsewhere));

            assertThat(again.kind()).isEqualTo(Problem.Kind.CONFLICT);
            assertThat(again.because()).contains("same engine", "\"renamed\"");
            assertThat(again.remedy()).contains("/etc/docker/key.json", "engine-id");
        } finally {
            Files.delete(elsewhere);
        }
    }

    @Test
    void addressWithoutAnEngineIsRefusedWithTheReason() {
        Problem nothing = Problems.of(() -> add("x", "unix:///nowhere/docker.sock"));
        Problem closed = Problems.of(() -> add("x", "tcp://127.0.0.1:1"));
        Problem tls = Problems.of(() -> add("x", "https://127.0.0.1:1"));

        assertThat(nothing.kind()).isEqualTo(Problem.Kind.HOST_UNREACHABLE);
        assertThat(nothing.field()).contains("address");
        assertThat(closed.kind()).isEqualTo(Problem.Kind.HOST_UNREACHABLE);
        assertThat(closed.getMessage()).contains("Connection refused");
        assertThat(tls.kind()).isEqualTo(Problem.Kind.INVALID);
        assertThat(hosts.list()).isEmpty();
    }

    @Test
    void namesDifferInMoreThanCase() {
        hosts.adopt(new NewHost("Straße", HostAddress.of("tcp://127.0.0.1:1")));
        HostId other =
                hosts.adopt(new NewHost("other", HostAddress.of("tcp://127.0.0.1:2"))).host().id();

        Problem taken = Problems.of(() -> hosts.rename(other, " STRASSE "));

        assertThat(taken.kind()).isEqualTo(Problem.Kind.CONFLICT);
        assertThat(taken.field()).contains("name");
        hosts.rename(other, "Other");
        assertThat(hosts.get(other).host().name()).isEqualTo("Other");
        assertThat(Problems.of(() -> hosts.rename(other, "a\u202Eb")).kind())
                .isEqualTo(Problem.Kind.INVALID);
        assertThat(Problems.of(() -> hosts.rename(other, "x".repeat(101))).field())
                .contains("name");
    }

    @Test
    void labelsAreKeptOverARestartAndNonsenseIsRefused() {
        HostId id =
                hosts.adopt(new NewHost("one", HostAddress.of("tcp://127.0.0.1:1"))).host().id();
        hosts.label(id, Map.of("stage", "qa", "note", "<b>bold</b>"));
        hosts.label(id, Map.of("stage", "production", "team", "blue"));

        assertThat(Problems.of(() -> hosts.label(id, Map.of("-bad", "x"))).field())
                .contains("labels");
        assertThat(Problems.of(() -> hosts.label(id, Map.of("ok", "a\nb"))).field())
                .contains("labels");

        portal.close();
        portal = HostPortal.start(database);
        assertThat(portal.get(HostService.class).get(id).host().labels())
                .isEqualTo(new TreeMap<>(Map.of("stage", "production", "team", "blue")));
    }

    @Test
    void aChangeOfNameAndLabelsIsDoneAsAWholeOrNotAtAll() {
        HostId id =
                hosts.adopt(new NewHost("one", HostAddress.of("tcp://127.0.0.1:1"))).host().id();

        Problem bad = Problems.of(() -> hosts.change(id, "two", Map.of("-bad", "x")));

        assertThat(bad.field()).contains("labels");
        assertThat(hosts.get(id).host().name()).isEqualTo("one");
        hosts.change(id, "two", Map.of("good", "x"));
        assertThat(hosts.get(id).host().name()).isEqualTo("two");
        assertThat(hosts.get(id).host().labels()).containsOnlyKeys("good");
    }

    @Test
    void theSecondToRemoveAHostIsToldThatItIsGone() {
        HostId id = portal.addReady("one", engine.address());
        hosts.remove(id);

        Problem second = Problems.of(() -> hosts.remove(id));

        assertThat(second.kind()).isEqualTo(Problem.Kind.NOT_FOUND);
        assertThat(second.getMessage()).contains("already");
        assertThat(hosts.list()).isEmpty();
        assertThat(Problems.of(() -> hosts.get(id)).kind()).isEqualTo(Problem.Kind.NOT_FOUND);
        assertThat(engine.docker("ps", "-q")).isNotEmpty();
    }

    @Test
    void localEngineIsAdoptedOnceAndStaysRemoved() {
        String setting = "mullion.local-host=" + engine.address();
        portal.close();
        portal = HostPortal.start(database, setting);
        hosts = portal.get(HostService.class);
        HostView local = hosts.list().getFirst();
        assertThat(local.host().name()).isEqualTo("local");
        portal.await(local.host().id(), view -> !view.stale());
        hosts.remove(local.host().id());

        portal.close();
        portal = HostPortal.start(database, setting);
        assertThat(portal.get(HostService.class).list()).isEmpty();
    }

    @Test
    void localEngineThatIsDownIsAdoptedAllTheSame() {
        portal.close();
        portal = HostPortal.start(database, "mullion.local-host=unix:///nowhere/docker.sock");

        HostView local = portal.get(HostService.class).list().getFirst();

        HostView seen =
                portal.await(
                        local.host().id(), view -> view.status().state() == HostState.UNREACHABLE);
        assertThat(seen.status().reason()).contains("unix:///nowhere/docker.sock");
        assertThat(seen.status().nextAttempt()).isNotNull();
    }

    private HostView add(String name, String address) {
        return hosts.add(new NewHost(name, HostAddress.of(address)));
    }
}
