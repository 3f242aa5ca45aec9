package dev.mullion.engine.hcs;

import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.NotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a compute service that died, and finds what it ran again. */
final class ServiceWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceWatch.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final Means means;
    private final Computes computes;
    private final String owner;

    ServiceWatch(Means means, Computes computes, String owner) {
        this.means = means;
        this.computes = computes;
        this.owner = owner;
    }

    /** The systems that run, by their ids, as soon as the service answers. */
    Map<String, Computes.Listed> listed() throws IOException {
        int tries = (int) means.limits().service().dividedBy(BETWEEN_TRIES);
        for (int tried = 1; ; tried++) {
            try {
                Map<String, Computes.Listed> systems = computes.ownedBy(means, owner);
                if (tried > 1) {
                    LOG.info("The compute service answers again, at try {}", tried);
                }
                return systems;
            } catch (HcsException e) {
                if (tried >= tries || !mayPass(e)) {
                    throw Failures.of("The compute service doesn't answer", e);
                }
                pause();
            }
        }
    }

    /** Only what a service says that is going or coming. */
    private static boolean mayPass(HcsException failure) {
        return failure.code().isServiceLost() || failure.code().isTimeout();
    }

    private void pause() throws IOException {
        try {
            means.timing().await(new CompletableFuture<>(), BETWEEN_TRIES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The compute service wasn't waited for: the engine stops", e);
        }
    }

    /**
     * Opens a container's system anew, instead of the one it has.
     *
     * @return nothing if it isn't there any more
     */
    Optional<OpenSystem> reopened(WindowsContainer container) throws IOException {
        container.reopening().lock();
        try {
            OpenSystem before = container.system().orElse(null);
            if (before != null && !before.isLost()) {
                return Optional.of(before); // somebody was faster
            }
            container.system(null);
            if (before != null) {
                before.close();
            }
            return opened(container);
        } finally {
            container.reopening().unlock();
        }
    }

    private Optional<OpenSystem> opened(WindowsContainer container) throws IOException {
        String id = container.id().hex();
        if (!listed().containsKey(id)) {
            return Optional.empty();
        }
        try {
            OpenSystem again =
                    computes.open(means, computes.of(container.record().isolation()), id);
            container.system(again);
            return Optional.of(again);
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }
}
