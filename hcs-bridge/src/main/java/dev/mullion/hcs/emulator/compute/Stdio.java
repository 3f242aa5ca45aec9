package dev.mullion.hcs.emulator.compute;

import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.emulator.Faults;
import dev.mullion.hcs.emulator.pipe.HostEnd;
import dev.mullion.hcs.emulator.pipe.Pipe;
import dev.mullion.hcs.emulator.program.Input;
import dev.mullion.hcs.emulator.program.Life;
import dev.mullion.hcs.emulator.program.Output;
import dev.mullion.hcs.emulator.program.Signal;
import dev.mullion.hcs.emulator.program.Streams;
import dev.mullion.hcs.emulator.program.Terminal;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The pipes and the console of one process. */
final class Stdio {

    private static final long NONE = 0;
    private static final long INVALID = -1;
    private static final int PIECE = 512;

    private final Faults faults;
    private final @Nullable Pipe input;
    private final @Nullable Pipe output;
    private final @Nullable Pipe errors;
    private final @Nullable Terminal terminal;
    private boolean granted;
    private volatile boolean held;

    Stdio(ProcessRequest request, Life life, Faults faults) {
        this.faults = faults;
        this.input = request.input() ? new Pipe() : null;
        this.output = request.output() ? new Pipe() : null;
        this.errors = request.errors() ? new Pipe() : null;
        this.terminal =
                request.console()
                        ? new Terminal(out(output), life, request.height(), request.width())
                        : null;
    }

    private static Output out(@Nullable Pipe pipe) {
        return pipe == null ? Output.NONE : pipe::write;
    }

    /** What the program has. */
    Streams streams() {
        Output out = out(output);
        if (terminal != null) {
            return new Streams(terminal, out, out, terminal);
        }
        Input in = input == null ? Input.NONE : input::read;
        return new Streams(in, out, out(errors), null);
    }

    /** Opens the console, if there is one, and hands on what is typed. */
    void begin(Consumer<Signal> control) {
        if (terminal == null) {
            return;
        }
        terminal.begin();
        Pipe typed = input;
        if (typed == null) {
            terminal.endInput();
            return;
        }
        Thread.ofVirtual().name("emulated-console").start(() -> type(typed, terminal, control));
    }

    private static void type(Pipe typed, Terminal terminal, Consumer<Signal> control) {
        byte[] piece = new byte[PIECE];
        for (int got = typed.read(piece); got >= 0; got = typed.read(piece)) {
            if (terminal.type(piece, got)) {
                control.accept(Signal.CTRL_C);
            }
        }
        terminal.endInput();
    }

    /** Gives the host's ends out, once; absent ones are 0 or -1. */
    synchronized long[] grant(Client client) {
        long absent = faults.strikes(Fault.INVALID_HANDLE_FOR_ABSENT_STDIO) ? INVALID : NONE;
        long[] handles = {absent, absent, absent};
        if (granted) {
            return new long[] {INVALID, INVALID, INVALID};
        }
        granted = true;
        if (input != null) {
            handles[0] = HostEnd.writing(client, input, () -> inputClosed(client));
        }
        if (output != null) {
            handles[1] = HostEnd.reading(client, output);
        }
        if (errors != null) {
            handles[2] = HostEnd.reading(client, errors);
        }
        return handles;
    }

    private void inputClosed(Client client) {
        if (client.dead() || !faults.strikes(Fault.STDIN_CLOSE_UNSEEN)) {
            Objects.requireNonNull(input).closeWriter();
        }
    }

    /** {@code CloseHandle} of a modify request, from the program's side. */
    void close(String handle) {
        boolean all = handle.equals("All");
        if (input != null && (all || handle.equals("StdIn"))) {
            input.closeWriter();
        }
        if (output != null && (all || handle.equals("StdOut"))) {
            output.closeWriter();
        }
        if (errors != null && (all || handle.equals("StdErr"))) {
            errors.closeWriter();
        }
    }

    void resize(int height, int width) {
        if (terminal != null) {
            terminal.resize(height, width);
        }
    }

    /** The process has ended. */
    void end(boolean stays) {
        held = stays;
        if (input != null) {
            input.closeReader();
        }
        if (!stays) {
            release();
        }
    }

    boolean held() {
        return held;
    }

    /** Nobody in the container has the output any more. */
    void release() {
        held = false;
        if (output != null) {
            output.closeWriter();
        }
        if (errors != null) {
            errors.closeWriter();
        }
    }

    long bytesWritten() {
        return (output == null ? 0 : output.moved()) + (errors == null ? 0 : errors.moved());
    }

    long bytesRead() {
        return input == null ? 0 : input.moved();
    }
}
