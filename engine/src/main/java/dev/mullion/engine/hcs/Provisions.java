package dev.mullion.engine.hcs;

import dev.mullion.docker.ContainerId;
import dev.mullion.hcs.layer.Layers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What others have ready for a container: its layers and its networks. */
public interface Provisions {

    /** A scratch that is mounted on this host as long as this is open. */
    interface Mounted extends AutoCloseable {

        /** The volume's path, ending in a backslash. */
        String volume();

        @Override
        void close() throws IOException;
    }

    /**
     * Mounts a container's scratch; for process isolation only.
     *
     * @param id which
     * @return to be closed
     * @throws IOException if Windows can't mount it
     */
    Mounted mount(ContainerId id) throws IOException;

    /**
     * Names the layers beneath a container's scratch.
     *
     * @param id which
     * @return nearest first
     */
    List<Layers.Parent> parents(ContainerId id) throws IOException;

    /**
     * Finds the utility VM that a container boots in Hyper-V isolation.
     *
     * @param id which
     * @return its folder
     */
    Optional<Path> utilityVm(ContainerId id) throws IOException;

    /**
     * Gives the namespace with a container's endpoints; for process isolation only.
     *
     * @param id which
     * @return nothing if it has no network
     */
    Optional<UUID> namespace(ContainerId id) throws IOException;

    /**
     * Gives a container's endpoints.
     *
     * @param id which
     * @return none if it has no network
     */
    List<UUID> endpoints(ContainerId id) throws IOException;
}
