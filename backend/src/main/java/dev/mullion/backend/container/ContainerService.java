package dev.mullion.backend.container;

import dev.mullion.backend.Page;
import dev.mullion.backend.Problem;
import dev.mullion.backend.admission.Admission;
import dev.mullion.backend.admission.Admitted;
import dev.mullion.backend.admission.Verdict;
import dev.mullion.backend.host.Destination;
import dev.mullion.backend.host.HostGateway;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostSnapshot;
import dev.mullion.backend.host.Words;
import dev.mullion.backend.quota.ContainerQuotas;
import dev.mullion.backend.quota.Room;
import dev.mullion.docker.api.ContainerDetails;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.CreatedContainer;
import dev.mullion.docker.client.Containers;
import dev.mullion.docker.client.DockerException;
import dev.mullion.docker.client.DockerStream;
import dev.mullion.docker.client.EngineRefusedException;
import dev.mullion.docker.client.LogFrame;
import dev.mullion.docker.client.LogQuery;
import dev.mullion.docker.client.NoSuchObjectException;
import dev.mullion.security.Audited;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Callers;
import dev.mullion.security.NoSuchThingException;
import dev.mullion.security.Permission;
import dev.mullion.security.RefusedException;
import dev.mullion.security.Requires;
import dev.mullion.security.Unguarded;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * The containers of all hosts. Lists and rows come from memory and never wait for a host; all else
 * is asked of the host, and fails with a {@link Problem} of kind HOST_UNREACHABLE, HOST_TIMEOUT or
 * HOST_REFUSED if it can't be asked. When a change returns, lists show it.
 */
@Service
public class ContainerService {

    private static final Logger log = LoggerFactory.getLogger(ContainerService.class);
    private static final Pattern SIGNAL = Pattern.compile("[A-Za-z0-9+]{1,20}");
    private static final Duration LONGEST_GRACE = Duration.ofHours(1);

    private final HostGateway gateway;
    private final ContainerIndex index;
    private final ContainerOwners owners;
    private final Admission admission;
    private final ContainerQuotas quotas;
    private final Authorizer authorizer;
    private final Callers callers;

    ContainerService(
            HostGateway gateway,
            ContainerIndex index,
            ContainerOwners owners,
            Admission admission,
            ContainerQuotas quotas,
            Authorizer authorizer,
            Callers callers) {
        this.gateway = gateway;
        this.index = index;
        this.owners = owners;
        this.admission = admission;
        this.quotas = quotas;
        this.authorizer = authorizer;
        this.callers = callers;
    }

    /** A part of the list of all containers. */
    @Unguarded("it leaves out what the caller may not see")
    public Page<ContainerRow> list(ContainerQuery query) {
        return index.list(query, authorizer.sight(Permission.CONTAINER_READ));
    }

    /**
     * One container as it was last seen.
     *
     * @throws Problem NOT_FOUND
     */
    @Requires(Permission.CONTAINER_READ)
    public ContainerRow get(ContainerKey key) {
        HostSnapshot snapshot = gateway.snapshot(key.host(), "show the container");
        return snapshot.container(key.id())
                .map(seen -> index.row(snapshot, seen))
                .orElseThrow(() -> gone(key, "show container " + key.id().shortened()));
    }

    /**
     * All that the engine tells of a container, variables included.
     *
     * @throws Problem NOT_FOUND
     */
    @Requires(Permission.CONTAINER_INSPECT)
    public ContainerDetails inspect(ContainerKey key) {
        return details(key, "inspect " + named(key));
    }

    private ContainerDetails details(ContainerKey key, String asked) {
        return gateway.call(
                key.host(),
                asked,
                client -> {
                    try {
                        return client.containers().inspect(key.id().toString());
                    } catch (NoSuchObjectException e) {
                        throw gone(key, asked).causedBy(e);
                    }
                });
    }

    /**
     * Creates a container, and starts it if that is asked for. If it can't be started it is removed
     * again, so that a second try does not find its name taken.
     *
     * @throws Problem NOT_FOUND for the host, or for an image that isn't on it (field {@code
     *     image}); INVALID with the field that can't be; CONFLICT for a name or a port that is
     *     taken (fields {@code name}, {@code ports}); REFUSED by a policy or a quota
     */
    @Requires(Permission.CONTAINER_CREATE)
    public LaunchResult launch(Destination at, Launch launch) {
        HostId host = at.host();
        String asked =
                "launch "
                        + (launch.name() == null
                                ? launch.image().familiar()
                                : "\""
                                        + Words.quotable(launch.name())
                                        + "\" from "
                                        + launch.image().familiar())
                        + on(host);
        CreateContainer request =
                new LaunchRequest(launch, gateway.snapshot(host, asked), asked).checked();
        Admitted admitted = admission.admit(at, request, asked);
        try (Room room =
                quotas.forNew(
                        at,
                        admitted.request().hostConfig().resources(),
                        admitted.isolation(),
                        launch.start(),
                        asked)) {
            LaunchResult result = make(at, launch, admitted, room, asked);
            room.keep();
            return result;
        }
    }

    private LaunchResult make(
            Destination at, Launch launch, Admitted admitted, Room room, String asked) {
        HostId host = at.host();
        CreatedContainer created = create(host, launch, admitted, asked);
        ContainerKey key = new ContainerKey(host, created.id());
        try {
            own(at, key, room, asked);
            if (launch.start()) {
                begin(at, key, launch, asked);
            }
        } finally {
            gateway.lookAt(host, key.id());
        }
        return new LaunchResult(key, created.warnings());
    }

    /**
     * What policies would say to a launch; nothing is made.
     *
     * @return empty findings if it would be let through
     * @throws Problem as {@link #launch} does before it makes anything
     * @throws RefusedException if the caller may not launch there
     */
    @Unguarded("it asks for the right to launch, and isn't one that the audit should tell of")
    public Verdict consider(Destination at, Launch launch) {
        authorizer.require(Permission.CONTAINER_CREATE, at);
        String asked = "launch " + launch.image().familiar() + on(at.host());
        CreateContainer request =
                new LaunchRequest(launch, gateway.snapshot(at.host(), asked), asked).checked();
        return admission.consider(at, request, asked);
    }

    private CreatedContainer create(HostId host, Launch launch, Admitted admitted, String asked) {
        return gateway.call(
                host,
                asked,
                client -> {
                    try {
                        return client.containers()
                                .admittedBy(admitted.signer())
                                .create(launch.name(), admitted.request());
                    } catch (NoSuchObjectException e) {
                        throw Problem.notFound(
                                        asked,
                                        "image "
                                                + launch.image().familiar()
                                                + " is not on that host: "
                                                + e.engineMessage(),
                                        "Pull it first.")
                                .at("image")
                                .causedBy(e);
                    }
                });
    }

    /** It is the tenant's before it runs, or it does not stay. */
    private void own(Destination at, ContainerKey key, Room room, String asked) {
        try {
            at.owner().ifPresent(owner -> owners.enter(owner, key, callers.current(), room));
        } catch (RuntimeException e) {
            gateway.run(key.host(), asked, client -> removeAgain(client.containers(), key));
            throw e;
        }
    }

    /**
     * It is judged once more as its host has made it, now that others see whose it is: the image's
     * name may have come to mean another one, and somebody may have come to the host meanwhile.
     */
    private void begin(Destination at, ContainerKey key, Launch launch, String asked) {
        gateway.run(
                key.host(),
                asked,
                client -> {
                    Containers containers = client.containers();
                    try {
                        Admitted again =
                                admission.admitAgain(
                                        at, containers.inspect(key.id().toString()), asked);
                        containers.admittedBy(again.signer()).start(key.id().toString());
                    } catch (DockerException e) {
                        undo(containers, key);
                        throw withField(gateway.problem(key.host(), asked, e), e, launch);
                    } catch (Problem | NoSuchThingException e) {
                        undo(containers, key);
                        throw e;
                    }
                });
    }

    private void undo(Containers containers, ContainerKey key) {
        removeAgain(containers, key);
        owners.forget(key);
    }

    private void removeAgain(Containers containers, ContainerKey key) {
        try {
            containers.remove(key.id().toString(), true, true);
        } catch (DockerException e) {
            log.warn("Container {} could not be started, and not be removed either", key, e);
        }
    }

    /** The engine runs the command before it answers, so its objections may be about that. */
    private static Problem withField(Problem problem, DockerException e, Launch launch) {
        if (problem.field().isPresent() || !(e instanceof EngineRefusedException refused)) {
            return problem;
        }
        String words = refused.engineMessage().toLowerCase(Locale.ROOT);
        boolean command =
                words.contains("executable file not found")
                        || words.contains("exec format error")
                        || (words.contains("exec:") && words.contains("no such file or directory"));
        return command && !launch.command().isEmpty() ? problem.at("command") : problem;
    }

    /** Starts a container; nothing happens if it runs already. */
    @Requires(Permission.CONTAINER_START)
    public void start(ContainerKey key) {
        run(key, "start", containers -> containers.start(key.id().toString()));
    }

    /**
     * Asks a container to end, and kills it when it hasn't in time. Nothing happens if it doesn't
     * run.
     *
     * @param grace how long it gets, at most an hour
     */
    @Requires(Permission.CONTAINER_STOP)
    public void stop(ContainerKey key, @Audited("grace") Duration grace) {
        checkGrace(grace, "stop " + named(key));
        change(key, "stop", containers -> containers.stop(key.id().toString(), grace));
        quotas.letGo(key.host(), key.id());
    }

    /**
     * Stops a container as {@link #stop} does, and starts it again.
     *
     * @param grace how long it gets to end, at most an hour
     */
    @Requires(Permission.CONTAINER_RESTART)
    public void restart(ContainerKey key, @Audited("grace") Duration grace) {
        checkGrace(grace, "restart " + named(key));
        run(key, "restart", containers -> containers.restart(key.id().toString(), grace));
    }

    /**
     * Sends a signal to a container's process.
     *
     * @param signal its name or number, for example {@code SIGKILL}
     */
    @Requires(Permission.CONTAINER_KILL)
    public void kill(ContainerKey key, @Audited("signal") String signal) {
        if (!SIGNAL.matcher(signal).matches()) {
            throw Problem.invalid(
                    "signal",
                    "send a signal to " + named(key),
                    "\"" + Words.quotable(signal) + "\" is no signal",
                    "Use a name like SIGTERM, or a number.");
        }
        change(key, "kill", containers -> containers.kill(key.id().toString(), signal));
        quotas.letGo(key.host(), key.id());
    }

    /** Freezes a container. */
    @Requires(Permission.CONTAINER_PAUSE)
    public void pause(ContainerKey key) {
        change(key, "pause", containers -> containers.pause(key.id().toString()));
    }

    /** Lets a frozen container go on. */
    @Requires(Permission.CONTAINER_PAUSE)
    public void unpause(ContainerKey key) {
        changeJudged(key, "unpause", containers -> containers.unpause(key.id().toString()));
    }

    /**
     * Gives a container another name.
     *
     * @throws Problem INVALID for a name that can't be, CONFLICT for one that is taken
     */
    @Requires(Permission.CONTAINER_RENAME)
    public void rename(ContainerKey key, @Audited("name") String name) {
        ContainerName.check(name, "rename " + named(key));
        changeJudged(key, "rename", containers -> containers.rename(key.id().toString(), name));
    }

    /**
     * Removes a container with everything it has written.
     *
     * @param force whether it is killed first if it runs; else that is a CONFLICT
     * @param volumes whether its nameless volumes go, too
     * @throws Problem NOT_FOUND, also when somebody else was faster
     */
    @Requires(Permission.CONTAINER_REMOVE)
    public void remove(
            ContainerKey key,
            @Audited("force") boolean force,
            @Audited("volumes") boolean volumes) {
        change(key, "remove", containers -> containers.remove(key.id().toString(), force, volumes));
        owners.forget(key);
        quotas.letGo(key.host(), key.id());
    }

    /**
     * A container's log, to be closed by whoever asked. Its elements fail with a {@link Problem},
     * too, and with a {@link RefusedException} once the caller may read it no longer.
     */
    @Requires(Permission.CONTAINER_LOGS)
    public DockerStream<LogFrame> logs(ContainerKey key, LogQuery query) {
        String asked = "read the log of " + named(key);
        DockerStream<LogFrame> log =
                gateway.stream(
                        key.host(),
                        asked,
                        client -> {
                            try {
                                return client.containers().logs(key.id().toString(), query);
                            } catch (NoSuchObjectException e) {
                                throw gone(key, asked).causedBy(e);
                            }
                        });
        return new WatchedStream<>(
                log, authorizer, callers.current(), Permission.CONTAINER_LOGS, key);
    }

    /** Has a container run that may not have run before: it needs room, too. */
    private void run(ContainerKey key, String verb, Consumer<Containers> change) {
        String asked = verb + " " + named(key);
        ContainerDetails details = details(key, asked);
        Admitted admitted = admission.admitAgain(where(key), details, asked);
        try (Room room = quotas.toStart(where(key), details, asked)) {
            change(
                    key,
                    verb,
                    containers -> change.accept(containers.admittedBy(admitted.signer())));
            room.keep();
        }
    }

    /**
     * Policies may have changed since the container was made: it goes on only if it could be made
     * today.
     */
    private void changeJudged(ContainerKey key, String verb, Consumer<Containers> change) {
        String asked = verb + " " + named(key);
        Admitted admitted = admission.admitAgain(where(key), details(key, asked), asked);
        change(key, verb, containers -> change.accept(containers.admittedBy(admitted.signer())));
    }

    private Destination where(ContainerKey key) {
        return owners.of(key)
                .map(owner -> new Destination(owner.tenant(), owner.stage(), key.host()))
                .orElseGet(() -> Destination.platform(key.host()));
    }

    private void change(ContainerKey key, String verb, Consumer<Containers> change) {
        String asked = verb + " " + named(key);
        try {
            gateway.run(
                    key.host(),
                    asked,
                    client -> {
                        try {
                            change.accept(client.containers());
                        } catch (NoSuchObjectException e) {
                            throw gone(key, asked).causedBy(e);
                        }
                    });
        } finally {
            gateway.lookAt(key.host(), key.id());
        }
    }

    private Problem gone(ContainerKey key, String asked) {
        return Problem.notFound(
                asked,
                "host \""
                        + gateway.name(key.host())
                        + "\" has no container "
                        + key.id().shortened()
                        + "; it was already removed",
                "Look at the list of containers.");
    }

    private static void checkGrace(Duration grace, String asked) {
        if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0) {
            throw Problem.invalid(
                    "grace",
                    asked,
                    grace.toSeconds() + " s is no time a container can be given to end",
                    "Give it 0 to " + LONGEST_GRACE.toSeconds() + " s.");
        }
    }

    /** What people call a container, and where it is. */
    private String named(ContainerKey key) {
        String name =
                gateway.seen(key.host())
                        .flatMap(snapshot -> snapshot.container(key.id()))
                        .map(seen -> seen.summary().name())
                        .orElseGet(() -> key.id().shortened());
        return "container \"" + Words.quotable(name) + "\"" + on(key.host());
    }

    private String on(HostId host) {
        return " on host \"" + gateway.name(host) + "\"";
    }
}
