package dev.mullion.docker.client;

import dev.mullion.docker.HostAddress;
import dev.mullion.docker.api.DiskUsage;
import dev.mullion.docker.api.DockerJson;
import dev.mullion.docker.api.EngineEvent;
import dev.mullion.docker.api.EngineVersion;
import dev.mullion.docker.api.Ping;
import dev.mullion.docker.api.SystemInfo;

/**
 * A client of one host's engine. For any number of threads at once; meant for virtual ones, since
 * every call blocks.
 *
 * <p>Each call has a connection of its own, so that closing it ends that call and nothing else. A
 * call ends early by its time-out, when its virtual thread is interrupted, when its stream is
 * closed, or when the client is.
 *
 * <p>Every failure is a {@link DockerException}.
 */
public final class DockerClient implements AutoCloseable {

    private final EngineHttp http;
    private final Containers containers;
    private final Images images;
    private final Networks networks;
    private final Execs execs;

    private DockerClient(EngineHttp http) {
        this.http = http;
        this.containers = new Containers(http);
        this.images = new Images(http);
        this.networks = new Networks(http);
        this.execs = new Execs(http);
    }

    /**
     * Makes a client. Nothing is sent before the first call, which finds out the version of the API
     * to speak.
     *
     * @param address where the engine is
     * @param settings time-outs, limits and certificates
     * @return the client
     */
    public static DockerClient open(HostAddress address, ClientSettings settings) {
        return new DockerClient(new EngineHttp(address, settings));
    }

    /**
     * Asks whether the engine is there, and which versions it speaks.
     *
     * @return what it says
     * @throws EngineRefusedException if there is no version that both sides speak
     */
    public Ping ping() {
        return http.ping();
    }

    /**
     * Returns the version of the API that is spoken with this engine.
     *
     * @return for example {@code 1.41}
     */
    public String apiVersion() {
        return http.version().toString();
    }

    /**
     * Asks for the versions of the engine and its parts.
     *
     * @return the versions
     */
    public EngineVersion version() {
        return http.document(
                Ask.get("read the engine's version", Target.of("version"), http.callTime()),
                EngineVersion.class);
    }

    /**
     * Asks what the host is and has.
     *
     * @return facts and counts
     */
    public SystemInfo info() {
        return http.document(
                Ask.get("read facts of the host", Target.of("info"), http.callTime()),
                SystemInfo.class);
    }

    /**
     * Asks what takes room on the host. Engines take long for this.
     *
     * @return images and containers with their sizes
     */
    public DiskUsage diskUsage() {
        return http.document(
                Ask.get(
                        "read the disk usage of the host",
                        Target.of("system", "df").with("verbose", true),
                        http.slowCallTime()),
                DiskUsage.class);
    }

    /**
     * Listens to what happens on the host.
     *
     * @param query to what
     * @return events as they happen
     */
    public DockerStream<EngineEvent> events(EventQuery query) {
        Answer answer =
                http.open(
                        Ask.get(
                                "listen to the host's events",
                                Target.of("events")
                                        .with("since", Containers.moment(query.since()))
                                        .with("until", Containers.moment(query.until()))
                                        .with("filters", Filters.json(query.filters())),
                                http.callTime()));
        answer.requireType(
                "application/json",
                "application/jsonl",
                "application/x-ndjson",
                "application/json-seq");
        answer.call().unlimited();
        return new JsonLines<>(
                answer,
                http.settings().maxLine(),
                node -> DockerJson.mapper().treeToValue(node, EngineEvent.class));
    }

    /**
     * Returns the calls about containers.
     *
     * @return for the life of this client
     */
    public Containers containers() {
        return containers;
    }

    /**
     * Returns the calls about images.
     *
     * @return for the life of this client
     */
    public Images images() {
        return images;
    }

    /**
     * Returns the calls about networks.
     *
     * @return for the life of this client
     */
    public Networks networks() {
        return networks;
    }

    /**
     * Returns the calls about what runs in containers beside their own process.
     *
     * @return for the life of this client
     */
    public Execs execs() {
        return execs;
    }

    /** Ends all calls and streams. Later calls throw a {@link CallCancelledException}. */
    @Override
    public void close() {
        http.close();
    }
}
