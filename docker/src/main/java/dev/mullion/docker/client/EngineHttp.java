package dev.mullion.docker.client;

import dev.mullion.docker.HostAddress;
import dev.mullion.docker.api.EngineVersion;
import dev.mullion.docker.api.Ping;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** Calls to one engine: connection, version, limits, and refusals as exceptions. */
final class EngineHttp implements AutoCloseable {

    private final HostAddress address;
    private final ClientSettings settings;
    private final ScheduledThreadPoolExecutor timers;
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ApiVersion negotiated;
    private volatile boolean closed;

    EngineHttp(HostAddress address, ClientSettings settings) {
        this.address = address;
        this.settings = settings;
        this.timers =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("docker-timers").factory());
        timers.setRemoveOnCancelPolicy(true);
    }

    ClientSettings settings() {
        return settings;
    }

    Duration callTime() {
        return settings.callTimeout();
    }

    Duration slowCallTime() {
        return settings.slowCallTimeout();
    }

    /** Asks, and reads the answer as one document. */
    <T> T document(Ask ask, Class<T> type) {
        return open(ask).document(type, settings.maxBody());
    }

    /** Asks, and reads the answer as a list. */
    <T> List<T> list(Ask ask, Class<T> type) {
        return open(ask).list(type, settings.maxBody());
    }

    /** Asks, and needs no more than that it was done. */
    void done(Ask ask) {
        open(ask).call().close();
    }

    /** Asks, and returns an accepted answer (2xx or 304) while its time limit goes on. */
    Answer open(Ask ask) {
        return accepted(exchange(ask, "/v" + version(), false));
    }

    /** Asks for the connection itself. */
    Answer hijack(Ask ask) {
        Answer answer = exchange(ask, "/v" + version(), true);
        if (answer.status() == 101) {
            answer.call().unlimited();
            return answer;
        }
        if (answer.status() >= 400) {
            throw answer.refusal();
        }
        throw answer.malformed(
                "the host answered "
                        + answer.status()
                        + " where it should hand over the connection; a proxy in between may not"
                        + " let that through");
    }

    ApiVersion version() {
        ApiVersion known = negotiated;
        return known != null ? known : negotiate();
    }

    Ping ping() {
        Ping ping = askPing();
        negotiated = chosen(ping);
        return ping;
    }

    private ApiVersion negotiate() {
        ApiVersion version = chosen(askPing());
        negotiated = version;
        return version;
    }

    private Ping askPing() {
        Ask ask = Ask.get("reach the engine", Target.of("_ping"), callTime());
        Answer answer = accepted(exchange(ask, "", false));
        answer.call().close();
        String version =
                answer.header("Api-Version")
                        .orElseThrow(() ->
                                answer.malformed(
                                        "the answer names no version of the API; is there"
                                                + " a Docker Engine at this address?"));
        return new Ping(
                version,
                answer.header("Ostype").orElse(null),
                answer.header("Server").map(EngineText::clean).orElse(null),
                answer.header("Docker-Experimental").map("true"::equals).orElse(false));
    }

    private ApiVersion chosen(Ping ping) {
        ApiVersion theirs =
                ApiVersion.find(ping.apiVersion())
                        .orElseThrow(() ->
                                new MalformedAnswerException(
                                        "reach the engine",
                                        "\""
                                                + EngineText.clean(ping.apiVersion())
                                                + "\" is no version of the API",
                                        null));
        if (theirs.compareTo(ApiVersion.OLDEST) < 0) {
            throw noCommonVersion(unversioned().minApiVersion(), theirs);
        }
        if (theirs.compareTo(ApiVersion.NEWEST) <= 0) {
            return theirs;
        }
        String oldest = unversioned().minApiVersion();
        if (ApiVersion.find(oldest).filter(o -> o.compareTo(ApiVersion.NEWEST) > 0).isPresent()) {
            throw noCommonVersion(oldest, theirs);
        }
        return ApiVersion.NEWEST;
    }

    private EngineVersion unversioned() {
        Ask ask = Ask.get("read the engine's version", Target.of("version"), callTime());
        return accepted(exchange(ask, "", false)).document(EngineVersion.class, settings.maxBody());
    }

    private EngineRefusedException noCommonVersion(@Nullable String oldest, ApiVersion newest) {
        return new EngineRefusedException(
                "talk to the engine",
                400,
                "the engine speaks versions "
                        + (oldest == null ? "up to " : EngineText.clean(oldest) + " to ")
                        + newest
                        + " of the Docker API, Mullion "
                        + ApiVersion.OLDEST
                        + " to "
                        + ApiVersion.NEWEST
                        + ", and none is in both");
    }

    private Answer accepted(Answer answer) {
        int status = answer.status();
        if (status < 300 || status == 304) {
            return answer;
        }
        if (status < 400) {
            throw answer.malformed("the host answered " + status + ", which no engine does");
        }
        if (status == 400) {
            // perhaps another engine is there now; the next call asks again which version it speaks
            negotiated = null;
        }
        throw answer.refusal();
    }

    private Answer exchange(Ask ask, String prefix, boolean upgrade) {
        Call call = new Call(ask.asked() + " on " + address, timers, calls::remove);
        calls.add(call);
        if (closed) {
            call.clientClosed();
        }
        return call.attempt(() -> {
            call.limit(settings.connectTimeout(), "no connection");
            Wire wire = connect(call);
            call.limit(ask.limit(), "no complete answer");
            String path = prefix + ask.target();
            send(wire, path, ask.signed(path), upgrade);
            return HttpWire.receive(call, wire);
        });
    }

    private void send(Wire wire, String path, Ask ask, boolean upgrade) throws IOException {
        try {
            HttpWire.send(wire, host(), path, ask, upgrade);
        } catch (IOException e) {
            if (address instanceof HostAddress.Tcp tcp && tcp.tls()) {
                // TLS 1.3 is ready on this side before the host has judged our certificate
                throw new IOException(
                        e.getMessage() + "; the host may not accept this side's certificate", e);
            }
            throw e;
        }
    }

    private Wire connect(Call call) throws IOException {
        return switch (address) {
            case HostAddress.UnixSocket unix -> UnixWire.open(unix, call);
            case HostAddress.NamedPipe pipe -> PipeWire.open(pipe, call);
            case HostAddress.Tcp tcp -> TcpWire.open(tcp, settings, call);
        };
    }

    private String host() {
        if (address instanceof HostAddress.Tcp tcp) {
            String host = tcp.host();
            int zone = host.indexOf('%');
            String plain = zone < 0 ? host : host.substring(0, zone);
            return (plain.indexOf(':') >= 0 ? "[" + plain + "]" : plain) + ":" + tcp.port();
        }
        return "localhost";
    }

    /** Ends every call and stream; nothing can be asked after that. */
    @Override
    public void close() {
        closed = true;
        calls.forEach(Call::clientClosed);
        timers.shutdownNow();
    }
}
