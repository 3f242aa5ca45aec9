package dev.mullion.engine.linux;

import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.engine.linux.layer.OverlayLayers;
import dev.mullion.engine.linux.network.BridgeNetworks;
import dev.mullion.engine.runtime.Ground;
import dev.mullion.engine.runtime.NetworkDefaults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The ground of an engine on Linux: control groups, namespaces, overlayfs and bridges. */
public final class LinuxGround {

    private static final NetworkDefaults NETWORKS = new NetworkDefaults("bridge", true, true, true);

    private LinuxGround() {}

    /**
     * Opens it.
     *
     * @param layers where layers are kept
     * @param run a folder in memory that is gone after a restart of the machine
     * @param instance tells this engine's things from those of others on the machine
     * @param limits of layers
     * @param chosen the OCI runtime's program; null to look for one
     * @throws IOException with what is missing on the machine and how to get it
     */
    public static Ground open(
            Path layers,
            Path run,
            String instance,
            ArchiveLimits limits,
            Clock clock,
            @Nullable Path chosen)
            throws IOException {
        OverlayLayers store = new OverlayLayers(layers, run, limits);
        return new Ground(
                CrunRuntime.open(run, instance, clock, chosen),
                store,
                new BridgeNetworks(instance),
                NETWORKS,
                LinuxMachine.here(),
                () -> {});
    }
}
