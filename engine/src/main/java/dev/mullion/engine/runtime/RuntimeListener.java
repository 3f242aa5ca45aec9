package dev.mullion.engine.runtime;

import dev.mullion.docker.ContainerId;

/** Is told what happens to containers by themselves. */
public interface RuntimeListener {

    /** The first process has ended. Told exactly once for each start. */
    void ended(ContainerId id, ProcessExit exit);

    /** The container ran out of memory; its end may follow. */
    void outOfMemory(ContainerId id);
}
