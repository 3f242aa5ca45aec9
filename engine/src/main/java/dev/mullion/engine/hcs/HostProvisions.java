package dev.mullion.engine.hcs;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.hcs.layer.ScratchMount;
import dev.mullion.engine.hcs.layer.WindowsLayers;
import dev.mullion.engine.hcs.network.HcsNetworks;
import dev.mullion.hcs.layer.Layers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Gives the runtime what this host's layers and networks have ready. */
record HostProvisions(WindowsLayers layers, HcsNetworks networks) implements Provisions {

    @Override
    public Mounted mount(ContainerId id) throws IOException {
        ScratchMount mount = layers.mounted(id);
        return new Mounted() {
            @Override
            public String volume() {
                return mount.volume();
            }

            @Override
            public void close() throws IOException {
                mount.close();
            }
        };
    }

    @Override
    public List<Layers.Parent> parents(ContainerId id) throws IOException {
        return layers.parents(id);
    }

    @Override
    public Optional<Path> utilityVm(ContainerId id) throws IOException {
        return layers.utilityVm(id);
    }

    @Override
    public Optional<UUID> namespace(ContainerId id) throws IOException {
        return networks.namespaceOf(id);
    }

    @Override
    public List<UUID> endpoints(ContainerId id) throws IOException {
        return networks.endpointsOf(id);
    }
}
