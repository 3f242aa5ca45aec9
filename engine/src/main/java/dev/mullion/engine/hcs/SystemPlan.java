package dev.mullion.engine.hcs;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.runtime.ContainerSpec;
import dev.mullion.hcs.document.ComputeSystemDocument.CredentialGuard;
import dev.mullion.hcs.layer.Layers;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that a container's document is made of.
 *
 * @param id which
 * @param spec what to run
 * @param parents its layers, nearest first
 * @param volume the mounted scratch, ending in a backslash; null with Hyper-V isolation
 * @param utilityVm what it boots; null with process isolation
 * @param namespace its network; null for none, or with Hyper-V isolation
 * @param endpoints its connections, with Hyper-V isolation
 * @param guard where its credentials come from; null for none, or with Hyper-V isolation
 */
record SystemPlan(
        ContainerId id,
        ContainerSpec spec,
        List<Layers.Parent> parents,
        @Nullable String volume,
        @Nullable Path utilityVm,
        @Nullable UUID namespace,
        List<UUID> endpoints,
        @Nullable CredentialGuard guard) {}
