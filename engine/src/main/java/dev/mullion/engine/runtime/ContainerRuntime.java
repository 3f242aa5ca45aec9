package dev.mullion.engine.runtime;

import dev.mullion.docker.ContainerId;
import java.io.IOException;
import java.util.List;

/**
 * Runs containers on one operating system. What runs goes on while the engine is down; {@link
 * #recover} finds it again.
 *
 * <p>All methods block and are safe for many threads, but calls about one container come one at a
 * time. An {@link IOException} says what was asked and what the machine answered.
 */
public interface ContainerRuntime extends AutoCloseable {

    /** What this runtime is and offers; never changes while it lives. */
    RuntimeFacts facts();

    /**
     * Says who is told of ends and of lack of memory. Called once, before {@link #recover}. The
     * listener is called on a thread of the runtime's own and may call back.
     */
    void listen(RuntimeListener listener);

    /**
     * Finds what an engine before this one left: running containers are watched again, ended ones
     * are reported with their exit codes, half-made ones are removed.
     *
     * @param known the containers the engine knows; what runs beside them is killed and removed
     * @return what was found of the known ones; one that isn't in the list isn't there any more
     */
    List<FoundContainer> recover(java.util.Set<ContainerId> known) throws IOException;

    /**
     * Makes everything ready and the process waiting to be started; on failure nothing is left.
     *
     * @return the waiting process, to which networks are joined
     */
    CreatedProcess create(ContainerId id, ContainerSpec spec) throws IOException;

    /** Lets the waiting process run. Fails with the reason if its program can't be executed. */
    void start(ContainerId id) throws IOException;

    /**
     * Sends a signal to the first process.
     *
     * @param signal a number of this operating system, for example 15; on Windows that of a {@link
     *     WindowsSignal}
     */
    void signal(ContainerId id, int signal) throws IOException;

    /** Freezes all processes. */
    void pause(ContainerId id) throws IOException;

    /** Lets frozen processes go on. */
    void resume(ContainerId id) throws IOException;

    /** Changes the limits of a running container. */
    void update(ContainerId id, ResourceLimits limits) throws IOException;

    /** What the container uses now. */
    ResourceUsage usage(ContainerId id) throws IOException;

    /** The numbers of its processes on the host, the first process first. */
    List<Long> processes(ContainerId id) throws IOException;

    /**
     * Its processes with what they use, where the system itself tells that of containers.
     *
     * @throws NotOfferedException where it doesn't
     */
    default List<RunningProcess> processTable(ContainerId id) throws IOException {
        throw new NotOfferedException(
                "The processes of container " + id + " can't be listed on this system");
    }

    /**
     * Connects to the input and output of the first process. Connected between {@link #create} and
     * {@link #start} nothing is lost; several may be connected at once.
     */
    ProcessStreams attach(ContainerId id) throws IOException;

    /** Sets the size of the first process's terminal. */
    void resize(ContainerId id, TerminalSize size) throws IOException;

    /** Starts one more process in a running container. */
    ExecProcess exec(ContainerId id, ProcessSpec process) throws IOException;

    /** Makes the log be opened anew, after its file was moved away. */
    void reopenLog(ContainerId id) throws IOException;

    /** Kills what still runs and removes all that {@link #create} made; nothing to do is fine. */
    void delete(ContainerId id) throws IOException;

    /** Stops watching. Containers run on. */
    @Override
    void close();
}
