package dev.mullion.hcs.compute;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * One handle of a compute system. As in {@link Compute}, methods block and throw {@link
 * dev.mullion.hcs.HcsException}.
 */
public interface ComputeSystem extends AutoCloseable {

    /**
     * Returns the id.
     *
     * @return as it was created or opened
     */
    String id();

    /**
     * Registers for what happens to the system; once for a handle. Register right after create, and
     * ask for the properties once after open: whether an end before the registration is told is
     * UNVERIFIED.
     *
     * @param listener called on threads of Windows; must be quick and close nothing
     */
    void listen(Consumer<ComputeEvent> listener);

    /**
     * Starts the system.
     *
     * @param limit how long to wait; for a utility VM allow 4 minutes
     */
    void start(Duration limit);

    /**
     * Asks the system to shut down, and doesn't wait: it is down when {@code SYSTEM_EXITED} comes.
     */
    void shutDown();

    /** Ends the system, and doesn't wait: it has ended when {@code SYSTEM_EXITED} comes. */
    void terminate();

    /**
     * Pauses the system; process-isolated ones are expected to refuse (UNVERIFIED).
     *
     * @param limit how long to wait
     */
    void pause(Duration limit);

    /**
     * Goes on after a pause.
     *
     * @param limit how long to wait
     */
    void resume(Duration limit);

    /**
     * Asks about the system.
     *
     * @param query a property query; "" is the basic properties
     * @return a JSON document
     */
    String properties(String query);

    /**
     * Changes the running system.
     *
     * @param request a modification request
     */
    void modify(String request);

    /**
     * Starts a process in the system.
     *
     * @param parameters a {@code ProcessParameters} document
     * @param limit how long to wait
     * @return the process with its pipes; whoever asked closes it
     */
    ComputeProcess createProcess(String parameters, Duration limit);

    /**
     * Opens a process that runs, without pipes.
     *
     * @param processId its number
     * @return the process; whoever asked closes it
     */
    ComputeProcess openProcess(int processId);

    /**
     * Opens a process that runs, with its pipes where the service gives them once more: whether it
     * does when those that came with its start are closed is UNVERIFIED.
     *
     * @param processId its number
     * @return the process, perhaps without pipes; whoever asked closes it
     */
    ComputeProcess reopenProcess(int processId);

    /**
     * Closes the handle and waits for listeners that are running. No event is told for it. Never
     * call it from a listener or while holding a lock that a listener takes.
     */
    @Override
    void close();
}
