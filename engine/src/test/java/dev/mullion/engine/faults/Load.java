package dev.mullion.engine.faults;

import dev.mullion.engine.faults.Api.Reply;
import dev.mullion.engine.faults.Ledger.Kind;
import dev.mullion.engine.faults.Ledger.Known;
import dev.mullion.engine.faults.Ledger.Stand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One client that keeps an engine busy and notes what it was told, until the engine is gone. */
final class Load {

    /** How a writer ends. */
    static final int WRITER_CODE = 7;

    /** How a sleeper ends that is asked to. */
    static final int SLEEPER_CODE = 5;

    static final int KILLED = 137;
    static final int UNSEEN = 255;

    private static final int MOST_CONTAINERS = 5;

    private final int number;
    private final Api api;
    private final Random random;
    private final Ledger ledger;
    private final Archive archive;
    private final String base;
    private final String pulled;
    private int counter;

    /** Makes an archive to import whose file /mark has the given text. */
    interface Archive {
        byte[] with(String mark) throws IOException;
    }

    /** An answer that nothing excuses. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String asked, Reply reply) {
            super(asked + " → " + reply.status() + " " + reply.body());
        }
    }

    Load(
            int number,
            Api api,
            Random random,
            Ledger ledger,
            Archive archive,
            String base,
            String pulled) {
        this.number = number;
        this.api = api;
        this.random = random;
        this.ledger = ledger;
        this.archive = archive;
        this.base = base;
        this.pulled = pulled;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Goes on until the engine is gone. */
    void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                step();
            }
        } catch (IOException e) {
            // killed: what was under way may have happened or not
        }
    }

    private void step() throws IOException {
        List<Known> there = there();
        if (there.size() >= MOST_CONTAINERS) {
            remove(any(there));
            return;
        }
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> createAndStart();
            case 4 -> withOne(Stand.CREATED, null, this::start);
            case 5 -> withOne(Stand.RUNNING, Kind.SLEEPER, this::stop);
            case 6 -> withOne(Stand.RUNNING, Kind.SLEEPER, this::kill);
            case 7 -> withOne(Stand.RUNNING, Kind.SLEEPER, this::exec);
            case 8 -> changeNames();
            case 9 -> importOne();
            case 10 -> changeVolumes();
            default -> pullOrRemove();
        }
    }

    private List<Known> there() {
        return new ArrayList<>(
                ledger.containers.values().stream()
                        .filter(each -> !each.mayBe(Stand.ABSENT))
                        .toList());
    }

    private interface Act {
        void on(Known container) throws IOException;
    }

    private void withOne(Stand stand, @Nullable Kind kind, Act act) throws IOException {
        List<Known> fit =
                there().stream()
                        .filter(each -> each.possible.equals(Set.of(stand)))
                        .filter(each -> kind == null || each.kind == kind)
                        .toList();
        if (!fit.isEmpty()) {
            act.on(any(fit));
        }
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void createAndStart() throws IOException {
        Kind kind = any(List.of(Kind.values()));
        Known container =
                new Known("c-" + number + "-" + counter++ + "-" + random.nextInt(9999), kind);
        ledger.containers.put(container.name, container);
        container.maybe(Stand.CREATED);
        Reply reply = api.post("/containers/create?name=" + container.name, definition(kind));
        expect("create " + kind, reply, 201);
        container.id = reply.json().path("Id").asString();
        container.is(Stand.CREATED);
        if (random.nextInt(6) > 0) {
            start(container);
        }
    }

    private String definition(Kind kind) {
        String program =
                kind == Kind.SLEEPER
                        ? "trap 'exit 5' TERM; echo up; while :; do sleep 1000 & wait; done"
                        : "i=0; while [ $i -lt %d ]; do echo line $i; i=$((i+1)); usleep %d; done; exit 7"
                                .formatted(lines(), random.nextInt(40_000));
        boolean volume = random.nextInt(3) == 0;
        boolean port = random.nextInt(2) == 0;
        return """
        {"Image":"%s","Cmd":["sh","-c","%s"]%s%s,
         "HostConfig":{"AutoRemove":%s%s}}
        """
                .formatted(
                        base,
                        program,
                        volume ? ",\"Volumes\":{\"/kept\":{}}" : "",
                        port ? ",\"ExposedPorts\":{\"80/tcp\":{}}" : "",
                        kind == Kind.PASSING,
                        port ? ",\"PortBindings\":{\"80/tcp\":[{\"HostPort\":\"\"}]}" : "");
    }

    /** How many lines a writer writes. */
    static int lines() {
        return 40;
    }

    private void start(Known container) throws IOException {
        container.maybe(Stand.RUNNING, Stand.EXITED);
        container.codes.add(UNSEEN);
        container.codes.add(container.kind == Kind.SLEEPER ? KILLED : WRITER_CODE);
        container.wholeLog = false;
        if (container.kind == Kind.PASSING) {
            container.maybe(Stand.ABSENT);
        }
        Reply reply = api.post("/containers/" + container.id + "/start", "");
        expect("start", reply, 204);
        container.codes.clear();
        container.wholeLog = true;
        switch (container.kind) {
            case SLEEPER -> container.is(Stand.RUNNING);
            case WRITER -> container.is(Stand.RUNNING, Stand.EXITED);
            case PASSING -> container.is(Stand.RUNNING, Stand.EXITED, Stand.ABSENT);
        }
        if (container.kind == Kind.SLEEPER) {
            Reply details = api.get("/containers/" + container.id + "/json");
            expect("inspect", details, 200);
            container.pid = details.json().path("State").path("Pid").asLong();
        } else {
            container.codes.add(WRITER_CODE);
        }
    }

    private void stop(Known container) throws IOException {
        container.maybe(Stand.EXITED);
        container.codes.addAll(Set.of(SLEEPER_CODE, KILLED));
        expect("stop", api.post("/containers/" + container.id + "/stop?t=1", ""), 204);
        container.is(Stand.EXITED);
    }

    private void kill(Known container) throws IOException {
        container.maybe(Stand.EXITED);
        container.codes.add(KILLED);
        expect("kill", api.post("/containers/" + container.id + "/kill", ""), 204);
        container.is(Stand.EXITED);
    }

    private void exec(Known container) throws IOException {
        boolean lasting = random.nextBoolean();
        String request =
                "{\"AttachStdout\":%s,\"Cmd\":[\"sleep\",\"%s\"]}"
                        .formatted(!lasting, lasting ? "1000" : "0");
        Reply made = api.post("/containers/" + container.id + "/exec", request);
        expect("exec", made, 201);
        String id = made.json().path("Id").asString();
        Reply started = api.post("/exec/" + id + "/start", "{\"Detach\":%s}".formatted(lasting));
        expect("start of an exec", started, 200);
    }

    private void remove(Known container) throws IOException {
        container.maybe(Stand.ABSENT);
        if (container.kind == Kind.SLEEPER && !container.possible.equals(Set.of(Stand.CREATED))) {
            container.maybe(Stand.EXITED);
            container.codes.add(KILLED);
        } else if (container.kind == Kind.WRITER) {
            container.codes.add(KILLED);
        }
        container.wholeLog = false;
        Reply reply = api.delete("/containers/" + container.id + "?force=1&v=1");
        if (container.kind == Kind.PASSING && (reply.status() == 404 || reply.status() == 409)) {
            return; // it has gone by itself, or is about to
        }
        expect("remove", reply, 204);
        container.is(Stand.ABSENT);
    }

    private void changeNames() throws IOException {
        List<String> certain = certain(ledger.images);
        certain.remove(pulled);
        if (certain.size() > 4 || (!certain.isEmpty() && random.nextBoolean())) {
            removeName(any(certain));
            return;
        }
        String name = "t-" + number + "-" + counter++ + "-" + random.nextInt(9999);
        Reply image = api.get("/images/" + base + "/json");
        expect("inspect image", image, 200);
        Set<String> possible = possible(ledger.images, name + ":1");
        String id = image.json().path("Id").asString();
        possible.add(id);
        expect("tag", api.post("/images/" + base + "/tag?tag=1&repo=" + name, ""), 201);
        possible.retainAll(Set.of(id));
    }

    private void removeName(String name) throws IOException {
        Set<String> possible = possible(ledger.images, name);
        possible.add(Ledger.ABSENT);
        expect("rmi " + name, api.delete("/images/" + name + "?force=1"), 200);
        possible.retainAll(Set.of(Ledger.ABSENT));
    }

    private void importOne() throws IOException {
        String name = "i-" + number + "-" + counter++ + "-" + random.nextInt(9999);
        byte[] tar = archive.with(name);
        Set<String> possible = possible(ledger.images, name + ":1");
        possible.add(Ledger.ANYTHING);
        Reply reply = api.post("/images/create?fromSrc=-&tag=1&repo=" + name, tar);
        expect("import", reply, 200);
        String body = reply.body();
        if (!body.contains("sha256:") || body.contains("errorDetail")) {
            throw new Refused("import", reply);
        }
        int at = body.lastIndexOf("sha256:");
        possible.clear();
        possible.add(body.substring(at, at + 71));
    }

    private void pullOrRemove() throws IOException {
        Set<String> possible = possible(ledger.images, pulled);
        if (!possible.contains(Ledger.ABSENT)) {
            removeName(pulled);
            return;
        }
        possible.add(Ledger.ANYTHING);
        int colon = pulled.lastIndexOf(':');
        Reply reply =
                api.post(
                        "/images/create?fromImage=%s&tag=%s"
                                .formatted(pulled.substring(0, colon), pulled.substring(colon + 1)),
                        "");
        expect("pull", reply, 200);
        if (reply.body().contains("errorDetail")) {
            throw new Refused("pull", reply);
        }
        possible.remove(Ledger.ABSENT);
    }

    private void changeVolumes() throws IOException {
        List<String> certain = certain(ledger.volumes);
        if (certain.size() > 2) {
            String name = any(certain);
            Set<String> possible = possible(ledger.volumes, name);
            possible.add(Ledger.ABSENT);
            expect("remove volume", api.delete("/volumes/" + name), 204);
            possible.retainAll(Set.of(Ledger.ABSENT));
            return;
        }
        String name = "v-" + number + "-" + counter++ + "-" + random.nextInt(9999);
        Set<String> possible = possible(ledger.volumes, name);
        possible.add(Ledger.ANYTHING);
        expect("create volume", api.post("/volumes/create", "{\"Name\":\"" + name + "\"}"), 201);
        possible.remove(Ledger.ABSENT);
    }

    private static List<String> certain(Map<String, Set<String>> things) {
        return new ArrayList<>(
                things.entrySet().stream()
                        .filter(each -> !each.getValue().contains(Ledger.ABSENT))
                        .map(Map.Entry::getKey)
                        .toList());
    }

    private static Set<String> possible(Map<String, Set<String>> things, String name) {
        return things.computeIfAbsent(name, _ -> new TreeSet<>(Set.of(Ledger.ABSENT)));
    }

    private static void expect(String asked, Reply reply, int... statuses) {
        for (int status : statuses) {
            if (reply.status() == status) {
                return;
            }
        }
        throw new Refused(asked, reply);
    }
}
