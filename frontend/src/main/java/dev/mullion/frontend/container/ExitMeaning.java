package dev.mullion.frontend.container;

import dev.mullion.docker.api.ContainerState;
import java.util.Map;

/** What an exit code says, in words. */
final class ExitMeaning {

    /** Windows' codes arrive as 32 bits without a sign. */
    private static final Map<Long, String> WINDOWS =
            Map.of(
                    0xC0000005L, "the program touched memory that isn't its own",
                    0xC0000135L, "a library the program needs was not found",
                    0xC000013AL, "it was asked to stop (Ctrl-C)",
                    0xC0000409L, "the program ended itself after it found its stack damaged",
                    0x40010004L, "it was ended from outside");

    private static final Map<Long, String> SIGNALS =
            Map.of(
                    1L, "hang-up (SIGHUP)",
                    2L, "interrupt (SIGINT)",
                    3L, "quit (SIGQUIT)",
                    4L, "an instruction the processor doesn't know (SIGILL)",
                    6L, "it gave up by itself (SIGABRT)",
                    8L, "an impossible calculation (SIGFPE)",
                    9L, "it was killed (SIGKILL)",
                    11L, "it touched memory that isn't its own (SIGSEGV)",
                    13L, "nobody read what it wrote (SIGPIPE)",
                    15L, "it was asked to stop (SIGTERM)");

    private static final int FIRST_SIGNAL = 128;
    private static final int LAST_SIGNAL = 128 + 64;

    private ExitMeaning() {}

    /** A sentence on how a container that doesn't run came to its end. */
    static String of(ContainerState state) {
        if (state.oomKilled()) {
            return state.exitCode() + ": the kernel ended it, it wanted more memory than its limit";
        }
        return state.exitCode() + ": " + meaning(state.exitCode());
    }

    static String meaning(long code) {
        String windows = WINDOWS.get(code & 0xFFFFFFFFL);
        if (windows != null) {
            return windows;
        }
        if (code == 0) {
            return "it ended by itself, without an error";
        }
        if (code == 125) {
            return "the engine could not run it";
        }
        if (code == 126) {
            return "its command was found and could not be executed";
        }
        if (code == 127) {
            return "its command was not found in the image";
        }
        if (code > FIRST_SIGNAL && code <= LAST_SIGNAL) {
            long signal = code - FIRST_SIGNAL;
            return "ended by a signal: " + SIGNALS.getOrDefault(signal, "number " + signal);
        }
        return "it ended by itself, with an error; its log may say which";
    }
}
