package dev.mullion.backend.host;

import dev.mullion.backend.Problem;
import dev.mullion.docker.ContainerId;
import dev.mullion.docker.api.SystemInfo;
import dev.mullion.docker.client.DockerClient;
import dev.mullion.docker.client.DockerException;
import dev.mullion.docker.client.DockerStream;
import dev.mullion.docker.client.EngineTimeoutException;
import dev.mullion.docker.client.EngineUnreachableException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * The one way from a feature to a host. Services ask for permission before they come here. A host
 * that is thought to be gone is tried all the same: it may just have come back, and the person who
 * asks should not have to wait until the portal notices.
 */
@Component
public class HostGateway {

    /** After this, the host's events will bring the news. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);

    private final HostInventory inventory;
    private final HostFleet fleet;

    HostGateway(HostInventory inventory, HostFleet fleet) {
        this.inventory = inventory;
        this.fleet = fleet;
    }

    /**
     * Asks a host for something.
     *
     * @param asked what, as it follows "could not", for the case that it can't be done
     * @throws Problem for an unknown host, and for whatever the engine or the way to it objects
     */
    public <T> T call(HostId id, String asked, Function<DockerClient, T> call) {
        DockerClient client = client(id, asked);
        try {
            return call.apply(client);
        } catch (DockerException e) {
            throw problem(id, asked, e);
        }
    }

    /** Like {@link #call}, where the engine has nothing to answer. */
    public void run(HostId id, String asked, Consumer<DockerClient> call) {
        DockerClient client = client(id, asked);
        try {
            call.accept(client);
        } catch (DockerException e) {
            throw problem(id, asked, e);
        }
    }

    /** Like {@link #call} for a stream, whose elements fail with a {@link Problem} too. */
    public <T> DockerStream<T> stream(
            HostId id, String asked, Function<DockerClient, DockerStream<T>> call) {
        DockerStream<T> stream = call(id, asked, call);
        return new DockerStream<>() {
            @Override
            public boolean hasNext() {
                try {
                    return stream.hasNext();
                } catch (DockerException e) {
                    throw problem(id, asked, e);
                }
            }

            @Override
            public T next() {
                try {
                    return stream.next();
                } catch (DockerException e) {
                    throw problem(id, asked, e);
                }
            }

            @Override
            public void close() {
                stream.close();
            }
        };
    }

    /** The problem that a failure of a call to a host is for people. */
    public Problem problem(HostId id, String asked, DockerException failure) {
        if (failure instanceof EngineUnreachableException
                || failure instanceof EngineTimeoutException) {
            // whoever looks at the host should not hear of it later than who acted on it
            fleet.monitor(id).ifPresent(HostMonitor::lookAgain);
        }
        return EngineProblems.of(failure, asked, name(id));
    }

    /** What people call a host; its id, if it is gone. */
    public String name(HostId id) {
        return inventory.find(id).map(snapshot -> snapshot.host().name()).orElseGet(id::toString);
    }

    /** All hosts that any portal on this database has, asked of the database. */
    public Set<HostId> registered() {
        return fleet.registered();
    }

    /** The snapshot of a host, or nothing if there is none with that id. */
    public Optional<HostSnapshot> seen(HostId id) {
        return inventory.find(id);
    }

    /**
     * The snapshot of a host.
     *
     * @throws Problem NOT_FOUND
     */
    public HostSnapshot snapshot(HostId id, String asked) {
        return inventory.find(id).orElseThrow(() -> HostService.unknown(asked, id));
    }

    /**
     * A host as it is now.
     *
     * @throws Problem for an unknown host, and if the host can't be asked
     */
    public HostNow now(HostId id, String asked) {
        Host host = snapshot(id, asked).host();
        return call(
                id,
                asked,
                client -> {
                    SystemInfo info = client.info();
                    HostFacts facts = FactReader.facts(client.version(), info, client.apiVersion());
                    return new HostNow(host, facts, info, FactReader.ownDefault(facts, info));
                });
    }

    /**
     * Has the inventory see a container as it is now, so that whoever changed it sees the change
     * when the call returns. Waits two seconds at most, and never fails.
     */
    public void lookAt(HostId id, ContainerId container) {
        fleet.monitor(id).ifPresent(monitor -> await(monitor.lookAt(container)));
    }

    /** The same for the images of a host. */
    public void lookAtImages(HostId id) {
        fleet.monitor(id).ifPresent(monitor -> await(monitor.lookAtImages()));
    }

    private DockerClient client(HostId id, String asked) {
        return fleet.client(id).orElseThrow(() -> HostService.unknown(asked, id));
    }

    private static void await(CompletableFuture<Void> looked) {
        try {
            looked.get(LONGEST_LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            // the event of the change will bring the news a little later
        } catch (ExecutionException e) {
            throw new IllegalStateException("A look at a host never ends like this", e);
        }
    }
}
