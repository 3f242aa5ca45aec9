package dev.mullion.engine.linux;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.linux.libc.LibC;
import dev.mullion.engine.linux.process.Child;
import dev.mullion.engine.linux.process.Descriptor;
import dev.mullion.engine.linux.process.ProcessMark;
import dev.mullion.engine.linux.process.ProgramRun;
import dev.mullion.engine.linux.process.Readiness;
import dev.mullion.engine.linux.process.Terminals;
import dev.mullion.engine.linux.process.UnixSocket;
import dev.mullion.engine.runtime.ExecProcess;
import dev.mullion.engine.runtime.ProcessSpec;
import dev.mullion.engine.runtime.ProcessStreams;
import dev.mullion.engine.runtime.TerminalSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One more process, held by a crun that ends with it. */
final class CrunExec implements ExecProcess {

    private static final int KILL = 9;

    private final Child crun;
    private final ExecFolder folder;
    private final ProcessStreams streams;
    private final @Nullable Descriptor terminal;
    private final @Nullable ProcessMark mark;

    private CrunExec(
            Child crun,
            ExecFolder folder,
            ProcessStreams streams,
            @Nullable Descriptor terminal,
            @Nullable ProcessMark mark) {
        this.crun = crun;
        this.folder = folder;
        this.streams = streams;
        this.terminal = terminal;
        this.mark = mark;
    }

    /**
     * Starts it and waits until it runs.
     *
     * @throws dev.mullion.engine.runtime.ProgramNotStartedException if its program can't be run
     */
    static CrunExec start(
            Readiness readiness,
            CrunCommands commands,
            ContainerId id,
            ExecFolder folder,
            ProcessSpec process)
            throws IOException {
        List<String> line = commands.exec(id, folder, process.terminal());
        return process.terminal()
                ? withTerminal(readiness, commands, line, folder, process)
                : withPipes(readiness, commands, line, folder, process);
    }

    private static CrunExec withPipes(
            Readiness readiness,
            CrunCommands commands,
            List<String> line,
            ExecFolder folder,
            ProcessSpec process)
            throws IOException {
        int[] in = process.input() ? ProgramRun.pipe() : new int[] {-1, -1};
        int[] out = ProgramRun.pipe();
        int[] err = ProgramRun.pipe();
        ExecStreams streams =
                new ExecStreams(
                        Descriptor.of(readiness, out[0]),
                        Descriptor.of(readiness, err[0]),
                        in[1] < 0 ? null : Descriptor.of(readiness, in[1]));
        try {
            Child crun;
            try {
                crun =
                        Child.start(
                                readiness,
                                line,
                                commands.environment(),
                                folder.folder(),
                                in[0],
                                out[1],
                                err[1]);
            } finally {
                LibC.close(out[1]);
                LibC.close(err[1]);
                if (in[0] >= 0) {
                    LibC.close(in[0]);
                }
            }
            return running(crun, folder, streams, null, process);
        } catch (IOException | RuntimeException e) {
            streams.close();
            throw e;
        }
    }

    private static CrunExec withTerminal(
            Readiness readiness,
            CrunCommands commands,
            List<String> line,
            ExecFolder folder,
            ProcessSpec process)
            throws IOException {
        try (Descriptor listening = UnixSocket.listen(readiness, folder.console())) {
            Child crun =
                    Child.start(
                            readiness, line, commands.environment(), folder.folder(), -1, -1, -1);
            Descriptor terminal;
            try {
                Descriptor.awaitAny(List.of(listening, crun.end()));
                if (crun.hasEnded()) {
                    throw notStarted(crun, folder, process);
                }
                terminal = UnixSocket.receiveFile(readiness, listening);
            } catch (IOException | RuntimeException e) {
                crun.close();
                throw e;
            }
            TerminalSize size = process.size();
            if (size != null) {
                Terminals.resize(terminal, size.rows(), size.columns());
            }
            ExecStreams streams = new ExecStreams(terminal, null, terminal.twin());
            try {
                return running(crun, folder, streams, terminal, process);
            } catch (IOException | RuntimeException e) {
                streams.close();
                throw e;
            }
        }
    }

    private static CrunExec running(
            Child crun,
            ExecFolder folder,
            ExecStreams streams,
            @Nullable Descriptor terminal,
            ProcessSpec process)
            throws IOException {
        try {
            folder.note(crun.pid());
            long pid = folder.processId();
            while (pid == 0 && !crun.hasEnded()) {
                LockSupport.parkNanos(300_000); // it takes some 5 ms, and tells nobody
                pid = folder.processId();
            }
            if (crun.hasEnded() && !CrunCommands.lastError(folder.runtimeLog()).isEmpty()) {
                throw notStarted(crun, folder, process);
            }
            return new CrunExec(crun, folder, streams, terminal, marked(pid));
        } catch (IOException | RuntimeException e) {
            crun.close();
            throw e;
        }
    }

    private static @Nullable ProcessMark marked(long pid) {
        try {
            return pid == 0 ? null : ProcessMark.of(pid);
        } catch (IOException e) {
            return null; // it was quick and has ended
        }
    }

    private static IOException notStarted(Child crun, ExecFolder folder, ProcessSpec process)
            throws IOException {
        int code = crun.waitFor();
        String words = CrunCommands.lastError(folder.runtimeLog());
        return RuntimeErrors.whileExecuting(
                words.isEmpty() ? "the runtime ended with code " + code : words,
                process.arguments());
    }

    @Override
    public long pid() {
        return mark == null ? 0 : mark.pid();
    }

    @Override
    public ProcessStreams streams() {
        return streams;
    }

    @Override
    public void resize(TerminalSize size) throws IOException {
        if (terminal != null) {
            Terminals.resize(terminal, size.rows(), size.columns());
        }
    }

    @Override
    public long waitFor() throws IOException {
        int code = crun.waitFor();
        String words = CrunCommands.lastError(folder.runtimeLog());
        return words.isEmpty() ? code : RuntimeErrors.codeOf(words, code);
    }

    @Override
    public void close() {
        if (mark != null && !crun.hasEnded()) {
            mark.signal(KILL);
        }
        crun.close();
        streams.close();
        try {
            folder.remove();
        } catch (IOException e) {
            throw new UncheckedIOException("Removing " + folder.folder(), e);
        }
    }
}
