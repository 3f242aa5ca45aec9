package dev.mullion.engine.container;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.Platform;
import dev.mullion.docker.api.ContainerDetails;
import dev.mullion.docker.api.ContainerSummary;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.CreatedContainer;
import dev.mullion.docker.api.UpdateContainer;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.event.Events;
import dev.mullion.engine.http.Filters;
import dev.mullion.engine.image.ImageUse;
import dev.mullion.engine.image.Images;
import dev.mullion.engine.image.StoredImage;
import dev.mullion.engine.network.NetworkUse;
import dev.mullion.engine.network.Networks;
import dev.mullion.engine.runtime.ContainerRuntime;
import dev.mullion.engine.runtime.LayerStore;
import dev.mullion.engine.runtime.Machine;
import dev.mullion.engine.runtime.ProcessExit;
import dev.mullion.engine.runtime.RuntimeFacts;
import dev.mullion.engine.runtime.RuntimeListener;
import dev.mullion.engine.settings.EngineSettings;
import dev.mullion.engine.volume.VolumeUse;
import dev.mullion.engine.volume.Volumes;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The containers of this host. Safe for many threads; what was changed is on disk when a method
 * returns. A reference is an id, a name with or without a slash, or the beginning of an id.
 */
public final class Containers implements ImageUse, VolumeUse, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Containers.class);

    private final Map<ContainerId, Container> all = new ConcurrentHashMap<>();
    private final Names names;
    private final Conventions conventions;
    private final IsolationRule isolation;
    private final ContainerRuntime runtime;
    private final Images images;
    private final Volumes volumes;
    private final Networks networks;
    private final AutoRemoval autoRemoval;
    private final Starts starts;
    private final Ends ends;
    private final Lifecycle lifecycle;
    private final Removal removal;
    private final Creation creation;
    private final Changes changes;
    private final ContainerList list;
    private final Details details;
    private final Recovery recovery;
    private final FilesInside filesInside;
    private final ContainerEvents events;
    private final ExecutorService executor;
    private final CountDownLatch recovered = new CountDownLatch(1);

    /**
     * What containers stand on.
     *
     * @param runtime runs them
     * @param layers keeps their files
     * @param images what they are made from
     * @param networks connects them
     * @param volumes keeps what outlives them
     * @param machine where they run
     * @param watch is told of their processes
     */
    public record Foundation(
            ContainerRuntime runtime,
            LayerStore layers,
            Images images,
            Networks networks,
            Volumes volumes,
            Machine machine,
            ProcessWatch watch) {}

    /**
     * Opens what is there; {@link #recover} comes next, and nothing else before it.
     *
     * @param executor a virtual thread for each task; its owner closes it after this
     * @param random for ids and names
     */
    public Containers(
            EngineSettings settings,
            Foundation foundation,
            Events events,
            Clock clock,
            ExecutorService executor,
            RandomGenerator random)
            throws IOException {
        ContainerFiles files = new ContainerFiles(settings.data().resolve("containers"));
        this.volumes = foundation.volumes();
        ContainerVolumes mine = new ContainerVolumes(volumes);
        LayerStore layers = foundation.layers();
        this.networks = foundation.networks();
        this.runtime = foundation.runtime();
        this.images = foundation.images();
        RuntimeFacts facts = runtime.facts();
        this.conventions =
                Conventions.of(
                        facts,
                        foundation.machine().processors(),
                        settings.data(),
                        settings.stopLimit());
        HostBoundary boundary = new HostBoundary(conventions.rules(), settings.allow());
        HostRules rules = new HostRules(boundary, facts, conventions, networks.usual());
        this.isolation =
                new IsolationRule(
                        facts,
                        settings.requiredIsolation(),
                        layers::hasUtilityVm,
                        image -> images.find(image.toString()));
        this.executor = executor;
        this.names = new Names(random);
        this.events = new ContainerEvents(events);
        Launch launch =
                new Launch(
                        boundary,
                        isolation,
                        runtime,
                        layers,
                        networks,
                        new MountsAtStart(volumes, layers, conventions),
                        mine,
                        new SpecBuilder(conventions, this::requireProcess),
                        files,
                        foundation.watch(),
                        executor);
        this.autoRemoval = new AutoRemoval(this::removeAtItsEnd);
        this.starts = new Starts(launch, this.events, clock, executor, autoRemoval);
        this.ends = new Ends(launch, starts, this.events, executor, autoRemoval);
        this.lifecycle =
                new Lifecycle(runtime, conventions, isolation, starts, this.events, autoRemoval);
        this.removal =
                new Removal(layers, mine, files, this.events, foundation.watch(), this::forget);
        this.creation =
                new Creation(
                        images,
                        layers,
                        networks,
                        mine,
                        rules,
                        conventions,
                        isolation,
                        names,
                        files,
                        clock,
                        random);
        this.changes = new Changes(names, conventions.limits(), runtime, this.events);
        this.list = new ContainerList(networks, images, layers, mine, clock);
        this.details =
                new Details(
                        networks,
                        layers,
                        list,
                        files,
                        foundation.watch()::execs,
                        conventions.unixFiles());
        this.recovery = new Recovery(files, runtime, layers, networks, ends, removal, clock);
        this.filesInside = new FilesInside(boundary, layers, mine, files, conventions);
    }

    /**
     * Finds what engines before this one left: what ran goes on, what ended meanwhile is noted,
     * what was half-made or half-removed goes, what shall run is started.
     */
    public void recover() throws IOException {
        runtime.listen(new Listener());
        try {
            reconcile();
        } finally {
            recovered.countDown();
        }
    }

    private void reconcile() throws IOException {
        networks.usedBy(new Peers());
        volumes.usedBy(this);
        ContainerFiles.Found found = recovery.load(this::register);
        List<Container> toStart = recovery.reconcile(all, found);
        images.usedBy(this);
        all.values().stream()
                .filter(each -> each.standing().phase() == Phase.EXITED)
                .forEach(autoRemoval::ifAsked);
        warnings().forEach(LOG::warn);
        toStart.forEach(each -> executor.execute(() -> starts.startAfterEngineStart(each)));
    }

    /** Starts nothing any more; what waits for its next start is started by the next engine. */
    @Override
    public void close() {
        for (Container container : all.values()) {
            try (Container.Held _ = container.hold()) {
                container.cancelRestart();
            }
        }
    }

    private void register(Container container) {
        names.take(container.definition().name(), container.id());
        all.put(container.id(), container);
    }

    private void forget(Container container) {
        all.remove(container.id());
        names.free(container.definition().name(), container.id());
    }

    private void removeAtItsEnd(Container container) {
        try {
            removal.remove(container, false, true, lifecycle);
        } catch (EngineProblem e) {
            if (e.status() != 409) {
                LOG.error("Container {} was to go at its end", container.id(), e);
            }
        }
    }

    /**
     * Finds a container.
     *
     * @throws EngineProblem 404 if there is none; 400 if the beginning fits several
     */
    public ContainerView require(String reference) {
        return find(reference).view();
    }

    private Container find(String reference) {
        String name = reference.startsWith("/") ? reference.substring(1) : reference;
        ContainerId named = names.owner(name);
        Container byName = named == null ? null : all.get(named);
        List<Container> byId =
                reference.isEmpty()
                        ? List.of()
                        : all.values().stream()
                                .filter(each -> each.id().hex().startsWith(reference))
                                .limit(2)
                                .toList();
        if (byId.size() == 1 && (byName == null || reference.length() == 64)) {
            return byId.getFirst();
        }
        if (byName != null) {
            return byName;
        }
        if (byId.size() > 1) {
            throw EngineProblem.invalid("multiple IDs found with provided prefix: " + reference);
        }
        throw EngineProblem.notFound("No such container: " + reference);
    }

    /**
     * Finds a container in which something new may be done: one more process, or input to the
     * first.
     *
     * @throws EngineProblem as {@link #require}; 403 if this host doesn't allow its isolation any
     *     more
     */
    public ContainerView requireUsable(String reference) {
        ContainerView view = require(reference);
        isolation.check(view.hostConfig());
        return view;
    }

    /** What the operator should know of containers, a sentence each. */
    public List<String> warnings() {
        return all.values().stream()
                .filter(each -> each.standing().phase().hasProcess())
                .map(Container::definition)
                .filter(each -> isolation.forbids(each.hostConfig()))
                .map(each ->
                        "container "
                                + each.name()
                                + " ("
                                + each.id().shortened()
                                + ") runs with process isolation, which this host doesn't allow any"
                                + " more; it goes on until it is stopped")
                .sorted()
                .toList();
    }

    /** Finds a container by its full id. */
    public Optional<ContainerView> find(ContainerId id) {
        return Optional.ofNullable(all.get(id)).map(Container::view);
    }

    /** All containers, in no order. */
    public List<ContainerView> all() {
        return all.values().stream().map(Container::view).toList();
    }

    CreatedContainer create(
            @Nullable String name,
            @Nullable Platform platform,
            CreateContainer request,
            List<String> warnings) {
        Container made =
                creation.create(
                        name,
                        platform,
                        request,
                        warnings,
                        other -> find(other).definition().mounts(),
                        this::register);
        events.tell(made.definition(), "create");
        return new CreatedContainer(made.id(), warnings);
    }

    void start(String reference) {
        lifecycle.start(find(reference));
    }

    void stop(String reference, @Nullable String signal, @Nullable Integer seconds) {
        Container container = find(reference);
        lifecycle.stop(container, signalFor(container, signal), patienceFor(container, seconds));
    }

    void restart(String reference, @Nullable String signal, @Nullable Integer seconds) {
        Container container = find(reference);
        lifecycle.restart(container, signalFor(container, signal), patienceFor(container, seconds));
    }

    private int signalFor(Container container, @Nullable String asked) {
        return asked == null || asked.isEmpty()
                ? lifecycle.stopSignal(container.definition())
                : conventions.signals().number(asked);
    }

    private @Nullable Duration patienceFor(Container container, @Nullable Integer asked) {
        Integer seconds = asked == null ? container.definition().config().stopTimeout() : asked;
        if (seconds == null) {
            return conventions.patience();
        }
        return seconds < 0 ? null : Duration.ofSeconds(seconds);
    }

    void kill(String reference, @Nullable String signal) {
        int number =
                signal == null || signal.isEmpty()
                        ? Signals.KILL
                        : conventions.signals().number(signal);
        lifecycle.kill(find(reference), number, reference);
    }

    void pause(String reference) {
        lifecycle.pause(find(reference));
    }

    void unpause(String reference) {
        lifecycle.unpause(find(reference));
    }

    void rename(String reference, String newName) {
        changes.rename(find(reference), newName);
    }

    List<String> update(String reference, UpdateContainer request) {
        return changes.update(find(reference), request);
    }

    /** Waits from now on; completed at once if it is already so. */
    CompletableFuture<Waits.Outcome> await(String reference, Waits.Condition condition) {
        Container container = find(reference);
        CompletableFuture<Waits.Outcome> outcome = container.waits().register(condition);
        Standing standing = container.standing();
        boolean runs = standing.phase().hasProcess() || standing.phase() == Phase.RESTARTING;
        boolean gone = !all.containsKey(container.id());
        if (gone || (condition == Waits.Condition.NOT_RUNNING && !runs)) {
            outcome.complete(new Waits.Outcome(standing.exitCode(), null));
        }
        return outcome;
    }

    void remove(String reference, boolean force, boolean withVolumes) {
        removal.remove(find(reference), force, withVolumes, lifecycle);
    }

    /** Removes all that don't run and fit. Returns their ids and the bytes that are free now. */
    Pruned prune(Filters filters) {
        PruneFilter filter = PruneFilter.of(filters);
        List<String> removed = new ArrayList<>();
        long bytes = 0;
        for (Container container : all.values()) {
            Phase phase = container.standing().phase();
            boolean over = phase == Phase.CREATED || phase == Phase.EXITED || phase == Phase.DEAD;
            if (!over || !filter.fits(container.definition())) {
                continue;
            }
            long written = list.written(container.definition());
            try {
                removal.remove(container, false, false, lifecycle);
                removed.add(container.id().hex());
                bytes += written;
            } catch (EngineProblem e) {
                LOG.info("A prune left container {}: {}", container.id(), e.getMessage());
            }
        }
        events.pruned(bytes);
        return new Pruned(removed, bytes);
    }

    /** What a prune removed. */
    record Pruned(List<String> ids, long bytes) {}

    List<ContainerSummary> list(ContainerList.Wanted wanted, Filters asked) {
        ListFilters filters =
                new ListFilters(
                        asked,
                        image -> images.find(image).map(StoredImage::id),
                        other -> find(other).definition().created());
        List<ContainerRecord> now = all.values().stream().map(Container::record).toList();
        return list.list(now, wanted, filters);
    }

    /**
     * Works on a container's files, whether it runs or not.
     *
     * @param withMounts whether what is mounted into it is seen too
     * @throws EngineProblem as {@link #require}; 409 if it is being removed
     */
    public <T> T withFiles(String reference, boolean withMounts, FileWork<T> work)
            throws IOException {
        return filesInside.with(find(reference), withMounts, work);
    }

    ContainerDetails inspect(String reference, boolean size) {
        return details.of(find(reference).record(), size);
    }

    /** Bytes each container has written, for {@code system df}. */
    public List<ContainerSummary> summaries(boolean size) {
        List<ContainerRecord> now = all.values().stream().map(Container::record).toList();
        return list.list(now, new ContainerList.Wanted(true, 0, size), null);
    }

    @Override
    public List<Use> uses(Digest image) {
        return all.values().stream()
                .filter(each -> each.definition().image().equals(image))
                .map(each -> new Use(each.id(), each.standing().phase().hasProcess()))
                .toList();
    }

    @Override
    public Collection<List<Digest>> layers() {
        return all.values().stream().map(each -> each.definition().layers()).distinct().toList();
    }

    @Override
    public List<ContainerId> users(String volume) {
        return all.values().stream()
                .filter(each -> each.standing().phase() != Phase.REMOVING)
                .filter(each ->
                        each.definition().mounts().stream()
                                .anyMatch(mount -> volume.equals(mount.name())))
                .map(Container::id)
                .toList();
    }

    /** Finds a process whose namespaces another container shall join. */
    private long requireProcess(String reference) {
        return requireRunning(reference, "namespaces").pid();
    }

    private ContainerView requireRunning(String reference, String what) {
        ContainerView view = require(reference);
        if (!view.running()) {
            throw EngineProblem.conflict(
                    "cannot join " + what + " of a non running container: " + view.id());
        }
        return view;
    }

    private final class Peers implements NetworkUse {

        @Override
        public Peer requireRunning(String reference) {
            ContainerView view = Containers.this.requireRunning(reference, "network");
            if (IsolationRule.isolation(view.hostConfig()) == Isolation.HYPERV) {
                throw EngineProblem.conflict(
                        "cannot join network of container "
                                + view.id()
                                + ": it runs with Hyper-V isolation, where a network can't be"
                                + " shared; use its address");
            }
            return new Peer(view.id(), view.pid());
        }

        @Override
        public String name(ContainerId container) {
            Container found = all.get(container);
            return found == null ? "" : found.definition().name();
        }
    }

    /**
     * What ends while it is still being found again is told when all is: to clean it up before
     * would leave its network to be found afterwards.
     */
    private void afterRecovery(Runnable told) {
        if (recovered.getCount() == 0) {
            told.run();
            return;
        }
        executor.execute(() -> {
            try {
                recovered.await();
                told.run();
            } catch (InterruptedException e) {
                // the engine stops; the next one finds out
                Thread.currentThread().interrupt();
            }
        });
    }

    private final class Listener implements RuntimeListener {

        @Override
        public void ended(ContainerId id, ProcessExit exit) {
            Container container = all.get(id);
            if (container == null) {
                LOG.warn("The process of container {}, which is unknown, has ended", id);
                return;
            }
            afterRecovery(() -> ends.ended(container, exit));
        }

        @Override
        public void outOfMemory(ContainerId id) {
            Container container = all.get(id);
            if (container != null) {
                afterRecovery(() -> ends.outOfMemory(container));
            }
        }
    }
}
