package dev.mullion.engine.runtime;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a process on Windows can be sent, with the numbers that stand for it here. Where the C
 * runtime of Windows has a number (its {@code signal.h}), it is that.
 */
public enum WindowsSignal {
    /** Ends it at once. */
    KILL(9),
    /** The event of a system that shuts down: what asks a container to stop. */
    SHUTDOWN(15),
    /** Ctrl-C. */
    CTRL_C(2),
    /** Ctrl-Break. */
    CTRL_BREAK(21),
    /** The event of a console that is closed. */
    CTRL_CLOSE(101),
    /** The event of a user who logs off. */
    CTRL_LOGOFF(102);

    private final int number;

    WindowsSignal(int number) {
        this.number = number;
    }

    /** Returns the number that {@link ContainerRuntime#signal} takes. */
    public int number() {
        return number;
    }

    /**
     * Finds what a number stands for.
     *
     * @return nothing if it stands for nothing
     */
    public static Optional<WindowsSignal> of(int number) {
        return Arrays.stream(values()).filter(each -> each.number == number).findFirst();
    }
}
