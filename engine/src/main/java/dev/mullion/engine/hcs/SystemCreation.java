package dev.mullion.engine.hcs;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.runtime.ContainerSpec;
import dev.mullion.engine.runtime.NotOfferedException;
import dev.mullion.hcs.AlreadyExistsException;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.ServiceLostException;
import dev.mullion.hcs.compute.Compute;
import dev.mullion.hcs.compute.ComputeSystem;
import dev.mullion.hcs.document.SystemProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a container's compute system and starts it, without a process yet. */
final class SystemCreation {

    private static final Logger LOG = LoggerFactory.getLogger(SystemCreation.class);

    /** Native calls have limits of their own; a call that overruns them is a hanging service. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final Means means;
    private final Computes computes;
    private final Provisions provisions;
    private final Credentials credentials;
    private final Documents documents;
    private final String owner;

    SystemCreation(
            Means means,
            Computes computes,
            Provisions provisions,
            Credentials credentials,
            Documents documents,
            String owner) {
        this.means = means;
        this.computes = computes;
        this.provisions = provisions;
        this.credentials = credentials;
        this.documents = documents;
        this.owner = owner;
    }

    /**
     * Does it. What it has made by then, the container knows; whoever asked takes that apart when
     * this fails.
     */
    void create(WindowsContainer container, ContainerSpec spec) throws IOException {
        String document =
                container.isProcessIsolated()
                        ? documents.ofProcess(processPlan(container, spec))
                        : documents.ofHyperV(utilityVmPlan(container, spec));
        try {
            start(container, document);
        } catch (HcsException e) {
            if (!Failures.isWorthASecondStart(e)) {
                throw e;
            }
            LOG.warn("Container {} is started once more: {}", container.id(), e.getMessage());
            takeApart(container);
            start(container, document);
        }
    }

    private SystemPlan processPlan(WindowsContainer container, ContainerSpec spec)
            throws IOException {
        ContainerId id = container.id();
        ContainerId joined = spec.namespaces().networkOf();
        @Nullable UUID namespace = provisions.namespace(joined == null ? id : joined).orElse(null);
        Provisions.Mounted scratch = provisions.mount(id);
        container.scratch(scratch);
        String credentialSpec = spec.credentialSpec();
        return new SystemPlan(
                id,
                spec,
                provisions.parents(id),
                scratch.volume(),
                null,
                namespace,
                List.of(),
                credentialSpec == null ? null : credentials.add(id, credentialSpec));
    }

    private SystemPlan utilityVmPlan(WindowsContainer container, ContainerSpec spec)
            throws IOException {
        ContainerId id = container.id();
        Path utilityVm =
                provisions
                        .utilityVm(id)
                        .orElseThrow(() ->
                                new NotOfferedException(
                                        "The image has no utility VM and can't run in Hyper-V"
                                                + " isolation; choose process isolation, or an"
                                                + " image with a Windows base layer as Microsoft"
                                                + " publishes it"));
        return new SystemPlan(
                id,
                spec,
                provisions.parents(id),
                null,
                utilityVm,
                null,
                provisions.endpoints(id),
                null);
    }

    private void start(WindowsContainer container, String document) throws IOException {
        String what = "Starting container " + container.id().shortened();
        Compute compute = computes.of(container.record().isolation());
        OpenSystem system = OpenSystem.of(means, make(compute, container.id(), document));
        container.system(system);
        Duration limit = means.limits().start();
        means.calls().run(what, limit.plus(MARGIN), () -> system.system().start(limit));
    }

    private ComputeSystem make(Compute compute, ContainerId id, String document)
            throws IOException {
        try {
            return makeOnce(compute, id, document);
        } catch (AlreadyExistsException e) {
            LOG.warn("A compute system {} is there already and is ended first", id);
            endOld(compute, id, e);
            return makeOnce(compute, id, document);
        }
    }

    private ComputeSystem makeOnce(Compute compute, ContainerId id, String document)
            throws IOException {
        Duration limit = means.limits().start();
        return means.calls()
                .call(
                        "Creating container " + id.shortened(),
                        limit.plus(MARGIN),
                        () -> compute.create(id.hex(), document, limit),
                        SystemCreation::tooLate);
    }

    /** It came after nobody waited for it any more. */
    private static void tooLate(ComputeSystem system) {
        try (system) {
            system.terminate();
        } catch (HcsException e) {
            LOG.error("The compute system {} came too late and may be left", system.id(), e);
        }
    }

    /** Only what is ours is ended: an id of 64 digits is nobody else's by chance. */
    private void endOld(Compute compute, ContainerId id, AlreadyExistsException failure)
            throws IOException {
        OpenSystem old = computes.open(means, compute, id.hex());
        try {
            SystemProperties properties = old.ask();
            if (properties != null && !owner.equals(properties.owner())) {
                throw failure;
            }
            if (!old.stop(false)) {
                throw failure;
            }
        } finally {
            old.close();
        }
    }

    /** Ends a system that didn't start. */
    void takeApart(WindowsContainer container) throws IOException {
        OpenSystem system = container.system().orElse(null);
        if (system == null) {
            return;
        }
        try {
            if (!system.stop(false)) {
                LOG.error("{} can't be ended; restart the service vmcompute", system);
            }
        } catch (ServiceLostException e) {
            LOG.warn("{} may have ended with the compute service", system, e);
        } finally {
            system.close();
            container.system(null);
        }
    }
}
