package dev.mullion.engine.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.HostAddress;
import dev.mullion.docker.client.ClientSettings;
import dev.mullion.docker.client.DockerClient;
import dev.mullion.docker.client.DockerStream;
import dev.mullion.docker.client.LogFrame;
import dev.mullion.docker.client.LogQuery;
import dev.mullion.engine.faults.Api.Reply;
import dev.mullion.engine.faults.Ledger.Kind;
import dev.mullion.engine.faults.Ledger.Known;
import dev.mullion.engine.faults.Ledger.Stand;
import dev.mullion.engine.testing.TestMullionEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Holds a restarted engine to what it acknowledged before; then the ledgers say what is. */
final class Audit {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestMullionEngine engine;
    private final Api api;
    private final List<Ledger> ledgers;

    /** Names that belong to nobody's ledger: those of images everybody uses. */
    private final Set<String> common;

    Audit(TestMullionEngine engine, List<Ledger> ledgers, Set<String> common) {
        this.engine = engine;
        this.api = new Api(engine.socket());
        this.ledgers = ledgers;
        this.common = common;
    }

    void run() throws IOException {
        List<Known> all =
                ledgers.stream().flatMap(each -> each.containers.values().stream()).toList();
        containers(all);
        images();
        volumes();
        traces();
        ledgers.forEach(each -> each.containers.values().removeIf(one -> one.mayBe(Stand.ABSENT)));
    }

    private JsonNode list(String path) throws IOException {
        Reply reply = api.get(path);
        assertThat(reply.status()).as(path + ": " + reply.body()).isEqualTo(200);
        return reply.json();
    }

    private void containers(List<Known> all) throws IOException {
        Map<String, Known> known = new HashMap<>();
        all.forEach(each -> known.put(each.name, each));
        Map<String, String> there = new HashMap<>();
        for (JsonNode each : list("/containers/json?all=1")) {
            String name = each.path("Names").path(0).asString().substring(1);
            there.put(name, each.path("Id").asString());
        }
        for (Known each : all) {
            String id = there.remove(each.name);
            if (id == null) {
                assertThat(each.possible).as("lost: %s", each).contains(Stand.ABSENT);
                each.is(Stand.ABSENT);
                continue;
            }
            assertThat(each.possible).as("risen: %s", each).isNotEqualTo(Set.of(Stand.ABSENT));
            assertThat(id).as("%s", each).isEqualTo(each.id == null ? id : each.id);
            each.id = id;
            settle(each);
        }
        assertThat(there).as("containers nobody made").isEmpty();
    }

    /** What ends by itself is given the time to. */
    private void settle(Known container) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Reply reply = api.get("/containers/" + container.id + "/json");
            Stand now = stand(container, reply);
            boolean passing = now != Stand.ABSENT && now != Stand.CREATED;
            boolean over =
                    switch (container.kind) {
                        case SLEEPER -> true;
                        case WRITER -> now != Stand.RUNNING;
                        case PASSING -> !passing;
                    };
            if (over) {
                compare(container, now, reply);
                return;
            }
            assertThat(System.nanoTime())
                    .as("%s stays %s: %s", container, now, reply.body())
                    .isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static Stand stand(Known container, Reply reply) {
        if (reply.status() == 404) {
            return Stand.ABSENT;
        }
        assertThat(reply.status()).as("%s: %s", container, reply.body()).isEqualTo(200);
        String status = reply.json().path("State").path("Status").asString();
        return switch (status) {
            case "created" -> Stand.CREATED;
            case "running" -> Stand.RUNNING;
            case "exited", "removing" -> Stand.EXITED;
            default -> throw new AssertionError(container + " is " + status);
        };
    }

    private void compare(Known container, Stand now, Reply reply) {
        assertThat(container.possible).as("%s: %s", container, reply.body()).contains(now);
        container.is(now);
        if (now == Stand.ABSENT) {
            return;
        }
        JsonNode state = reply.json().path("State");
        long pid = state.path("Pid").asLong();
        if (now == Stand.RUNNING) {
            if (container.pid != 0) {
                assertThat(pid).as("%s", container).isEqualTo(container.pid);
            }
            container.pid = pid;
        } else {
            assertThat(pid).isZero();
            container.pid = 0;
        }
        int code = state.path("ExitCode").asInt();
        if (now == Stand.EXITED) {
            assertThat(container.codes).as("%s: %s", container, state).contains(code);
            container.codes.retainAll(Set.of(code));
            if (container.kind == Kind.WRITER && code == Load.WRITER_CODE) {
                assertThat(log(container)).as("the log of %s", container).isEqualTo(wholeLog());
            }
        }
    }

    private String log(Known container) {
        StringBuilder all = new StringBuilder(); // ASCII: no frame splits a character
        try (DockerClient client =
                        DockerClient.open(
                                HostAddress.of(engine.address()), ClientSettings.defaults());
                DockerStream<LogFrame> frames =
                        client.containers()
                                .logs(String.valueOf(container.id), LogQuery.everything())) {
            frames.forEachRemaining(frame -> all.append(frame.text()));
        }
        return all.toString();
    }

    private static String wholeLog() {
        return IntStream.range(0, Load.lines())
                .mapToObj(line -> "line " + line + "\n")
                .collect(Collectors.joining());
    }

    private void images() throws IOException {
        Map<String, String> there = new HashMap<>();
        for (JsonNode image : list("/images/json")) {
            for (JsonNode tag : image.path("RepoTags")) {
                there.put(tag.asString(), image.path("Id").asString());
            }
        }
        there.keySet().removeAll(common);
        there.remove("<none>:<none>");
        for (Ledger ledger : ledgers) {
            settle(ledger.images, there);
        }
        assertThat(there).as("names nobody gave").isEmpty();
    }

    private void volumes() throws IOException {
        Map<String, String> there = new HashMap<>();
        for (JsonNode volume : list("/volumes").path("Volumes")) {
            there.put(volume.path("Name").asString(), Ledger.ANYTHING);
        }
        for (Ledger ledger : ledgers) {
            settle(ledger.volumes, there);
        }
        for (JsonNode container : list("/containers/json?all=1")) {
            for (JsonNode mount : container.path("Mounts")) {
                String name = mount.path("Name").asString();
                assertThat(there).as("the volume of %s", container).containsKey(name);
                there.remove(name);
            }
        }
        assertThat(there).as("volumes that belong to nobody").isEmpty();
    }

    /** Compares what a client knows, and takes it out of what is there. */
    private static void settle(Map<String, Set<String>> known, Map<String, String> there) {
        known.forEach((name, possible) -> {
            String now = there.remove(name);
            if (now == null) {
                assertThat(possible).as("lost: %s", name).contains(Ledger.ABSENT);
                possible.retainAll(Set.of(Ledger.ABSENT));
                return;
            }
            Set<String> values = new TreeSet<>(possible);
            values.remove(Ledger.ABSENT);
            assertThat(values).as("risen: %s, %s", name, now).isNotEmpty();
            if (!values.contains(Ledger.ANYTHING)) {
                assertThat(values).as("what %s means", name).contains(now);
            }
            possible.clear();
            possible.add(now);
        });
        known.values().removeIf(possible -> possible.equals(Set.of(Ledger.ABSENT)));
    }

    /** Ends of a moment ago are still being cleaned up: what is wrong must stay so to be wrong. */
    void traces() throws IOException {
        Traces traces = new Traces(engine);
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<String> wrong = wrong(traces);
        while (!wrong.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            wrong = wrong(traces);
        }
        assertThat(wrong).isEmpty();
    }

    private List<String> wrong(Traces traces) throws IOException {
        Set<String> running = new HashSet<>();
        Set<String> existing = new HashSet<>();
        Set<Integer> ports = new HashSet<>();
        for (JsonNode each : list("/containers/json?all=1")) {
            String id = each.path("Id").asString();
            existing.add(id);
            if (each.path("State").asString().equals("running")) {
                running.add(id);
                each.path("Ports").forEach(port -> ports.add(port.path("PublicPort").asInt()));
            }
        }
        ports.remove(0);
        return new ArrayList<>(traces.wrong(running, existing, ports));
    }
}
