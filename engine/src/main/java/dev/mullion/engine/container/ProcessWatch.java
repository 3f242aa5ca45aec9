package dev.mullion.engine.container;

import dev.mullion.docker.ContainerId;
import java.io.IOException;
import java.util.List;

/**
 * Is told of each process of a container, at the moments at which nothing of its output is lost.
 */
public interface ProcessWatch {

    /** The process waits to be started. */
    void created(ContainerId id) throws IOException;

    /** The process has ended. */
    void ended(ContainerId id);

    /** The container is gone. */
    void removed(ContainerId id);

    /** The ids of what runs in it beside its own process. */
    List<String> execs(ContainerId id);
}
