package dev.mullion.engine.container;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.network.Connection;
import dev.mullion.engine.network.NetworkFiles;
import dev.mullion.engine.network.NetworkRequest;
import dev.mullion.engine.network.Networks;
import dev.mullion.engine.runtime.ContainerRuntime;
import dev.mullion.engine.runtime.ContainerSpec;
import dev.mullion.engine.runtime.CreatedProcess;
import dev.mullion.engine.runtime.LayerStore;
import dev.mullion.engine.runtime.OtherSystemException;
import dev.mullion.engine.runtime.RootFileSystem;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a container's file system, network and process together, and takes them apart again. What
 * doesn't need each other is done side by side.
 */
final class Launch {

    private static final Path NOWHERE = Path.of(File.separatorChar == '/' ? "/dev/null" : "NUL");
    private static final Logger LOG = LoggerFactory.getLogger(Launch.class);

    private final HostBoundary boundary;
    private final IsolationRule isolation;
    private final ContainerRuntime runtime;
    private final LayerStore layers;
    private final Networks networks;
    private final MountsAtStart mounts;
    private final ContainerVolumes volumes;
    private final SpecBuilder specs;
    private final ContainerFiles files;
    private final ProcessWatch watch;
    private final ExecutorService executor;

    /** Notes that the process waits to be started. */
    interface Started {
        void with(long pid) throws IOException;
    }

    Launch(
            HostBoundary boundary,
            IsolationRule isolation,
            ContainerRuntime runtime,
            LayerStore layers,
            Networks networks,
            MountsAtStart mounts,
            ContainerVolumes volumes,
            SpecBuilder specs,
            ContainerFiles files,
            ProcessWatch watch,
            ExecutorService executor) {
        this.boundary = boundary;
        this.isolation = isolation;
        this.runtime = runtime;
        this.layers = layers;
        this.networks = networks;
        this.mounts = mounts;
        this.volumes = volumes;
        this.specs = specs;
        this.files = files;
        this.watch = watch;
        this.executor = executor;
    }

    /**
     * Starts.
     *
     * @param first whether it was never started before
     * @param started is called when the process is there, just before it runs
     * @throws StartFailedException if it doesn't run; then nothing is left of the attempt
     */
    void run(Definition container, boolean first, Started started) throws StartFailedException {
        try {
            bringUp(container, first, started);
        } catch (EngineProblem e) {
            tearDown(container);
            throw new StartFailedException(StartFailure.of(e), e, e);
        } catch (OtherSystemException e) {
            tearDown(container);
            EngineProblem why =
                    EngineProblem.invalid(
                            isolation.mismatch(container, String.valueOf(e.getMessage())));
            throw new StartFailedException(StartFailure.of(why), why, e);
        } catch (IOException e) {
            tearDown(container);
            StartFailure failure = StartFailure.of(e);
            throw new StartFailedException(failure, failure.problem(), e);
        } catch (RuntimeException | Error e) {
            tearDown(container);
            throw e;
        }
    }

    private void bringUp(Definition container, boolean first, Started started) throws IOException {
        boundary.check(container);
        isolation.check(container.hostConfig());
        ContainerId id = container.id();
        Future<RootFileSystem> mounting = executor.submit(() -> layers.mount(id));
        Connection connection;
        NetworkFiles networkFiles;
        try {
            NetworkRequest request = container.networkRequest();
            connection = networks.connect(id, request);
            networkFiles = networks.writeFiles(connection, request, files.folder(id));
        } catch (RuntimeException | IOException e) {
            // what is being mounted has to be there before it can be taken away
            settled(mounting);
            throw e;
        }
        RootFileSystem root = result(mounting);
        ContainerSpec spec =
                specs.build(
                        container,
                        root,
                        connection.namespace(),
                        networks.owner(connection).orElse(null),
                        mounts.ready(container, root, networkFiles, first),
                        log(container));
        CreatedProcess process = runtime.create(id, spec);
        Future<Void> joining =
                executor.submit(() -> {
                    networks.join(id, process);
                    return null;
                });
        try {
            started.with(process.pid());
            watch.created(id);
        } catch (RuntimeException | IOException e) {
            settled(joining);
            throw e;
        }
        result(joining);
        runtime.start(id);
    }

    private Path log(Definition container) {
        var config = container.hostConfig().logConfig();
        boolean none = config != null && config.type().equals(LogRules.NONE);
        return none ? NOWHERE : files.log(container.id());
    }

    /**
     * Takes apart what is left after an end or a failed start; what can't be is told in the log.
     */
    void tearDown(Definition container) {
        ContainerId id = container.id();
        Future<Void> releasing = attempt(id, "its network", () -> networks.release(id));
        watch.ended(id);
        try {
            runtime.delete(id);
        } catch (IOException e) {
            complain(id, "its process", e);
        }
        try {
            layers.unmount(id);
        } catch (IOException e) {
            complain(id, "its file system", e);
        }
        volumes.unmounted(container);
        settled(releasing);
    }

    private interface Step {
        void run() throws IOException;
    }

    private Future<Void> attempt(ContainerId id, String what, Step step) {
        Callable<Void> attempt =
                () -> {
                    try {
                        step.run();
                    } catch (IOException | RuntimeException e) {
                        complain(id, what, e);
                    }
                    return null;
                };
        return executor.submit(attempt);
    }

    private static void complain(ContainerId id, String what, Exception e) {
        LOG.error(
                "Container {} has ended, but {} could not be cleaned up; the next start of the"
                        + " engine tries again",
                id,
                what,
                e);
    }

    /** Waits, whatever comes of it. */
    private static void settled(Future<?> future) {
        try {
            result(future);
        } catch (IOException | RuntimeException e) {
            LOG.debug("A step of a start that failed anyway failed as well", e);
        }
    }

    private static <T> T result(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof EngineProblem problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineProblem.unavailable("The engine stops");
        }
    }
}
