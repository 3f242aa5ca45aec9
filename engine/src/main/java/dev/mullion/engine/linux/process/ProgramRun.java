package dev.mullion.engine.linux.process;

import com.sun.jna.LastErrorException;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.LibC;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What a program that ran to its end has said.
 *
 * @param code its exit code
 * @param output what it wrote, at most 1 MiB, both streams together
 */
public record ProgramRun(int code, String output) {

    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int MOST = 1 << 20;

    /** Runs a program to its end. */
    public static ProgramRun of(Readiness readiness, List<String> command, List<String> environment)
            throws IOException {
        int[] pipe = pipe();
        try (Descriptor output = Descriptor.of(readiness, pipe[0])) {
            Child child;
            try {
                child =
                        Child.start(
                                readiness,
                                command,
                                environment,
                                Path.of("/"),
                                -1,
                                pipe[1],
                                pipe[1]);
            } finally {
                LibC.close(pipe[1]);
            }
            try (child) {
                String text = all(output);
                return new ProgramRun(child.waitFor(), text);
            }
        }
    }

    /** A pipe's two ends: to read from, to write to. */
    public static int[] pipe() throws IOException {
        int[] ends = new int[2];
        try {
            LibC.pipe2(ends, CLOSE_ON_EXEC);
        } catch (LastErrorException e) {
            throw Errno.describe("Making a pipe", e);
        }
        return ends;
    }

    private static String all(Descriptor from) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        while (from.read(buffer) > 0) {
            if (text.size() < MOST) {
                text.write(buffer.array(), 0, buffer.position());
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
