package dev.mullion.hcs.emulator.program;

/** What a process of an emulated container does. */
@FunctionalInterface
public interface Program {

    /**
     * Makes ready what holds from the process's first moment on.
     *
     * @param life of the process
     */
    default void prepare(Life life) {}

    /**
     * Runs, on a thread of its own.
     *
     * @param execution what it has
     * @return its exit code, unsigned 32 bits
     */
    int run(Execution execution);
}
