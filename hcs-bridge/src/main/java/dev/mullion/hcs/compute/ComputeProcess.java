package dev.mullion.hcs.compute;

import dev.mullion.hcs.binding.OwnedHandle;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** One handle of a process in a compute system, with the host's ends of its pipes. */
public interface ComputeProcess extends AutoCloseable {

    /**
     * Returns the number of the process.
     *
     * @return unique within its system
     */
    int processId();

    /**
     * Returns one of the pipes. They are overlapped named pipes and belong to this process: {@link
     * #close} closes them, or whoever is done with one earlier.
     *
     * @param stream which
     * @return nothing if it wasn't asked for
     */
    Optional<OwnedHandle> pipe(Stream stream);

    /** The pipes. */
    enum Stream {
        /** Where the host writes. */
        INPUT,
        /** Where the host reads. */
        OUTPUT,
        /** Where the host reads errors; never there with an emulated console. */
        ERROR
    }

    /**
     * Registers for the end of the process; once for a handle. Ask for the properties once after
     * it: whether an end before the registration is told is UNVERIFIED.
     *
     * @param listener called on threads of Windows; must be quick and close nothing
     */
    void listen(Consumer<ComputeEvent> listener);

    /**
     * Sends a signal. In Server Core {@code CtrlShutdown} returns only when the process has ended.
     *
     * @param options a {@code SignalProcessOptions} document
     * @param limit how long to wait
     */
    void signal(String options, Duration limit);

    /**
     * Ends the process. Send it once: a second one is refused in ways that depend on the build.
     *
     * @param limit how long to wait
     */
    void terminate(Duration limit);

    /**
     * Resizes the console or closes a pipe on the other side.
     *
     * @param request a {@code ProcessModifyRequest} document
     */
    void modify(String request);

    /**
     * Asks how the process is.
     *
     * @return a {@code ProcessStatus} document
     */
    String properties();

    /** Closes the pipes and the handle; the process goes on. */
    @Override
    void close();
}
