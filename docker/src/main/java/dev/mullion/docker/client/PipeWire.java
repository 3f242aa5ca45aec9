package dev.mullion.docker.client;

import dev.mullion.docker.HostAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * A named pipe of Windows, opened for overlapped I/O: on an ordinary handle Windows lets a write
 * wait until the read before it is done, and attach would hang.
 *
 * <p>UNVERIFIED on Windows. Tested against a channel in memory only. Open questions: whether the
 * channel reports the engine's closing of the pipe as the end or as an error, and whether it passes
 * on the write of nothing by which Docker's tools end the input of a message-mode pipe.
 */
final class PipeWire implements Wire {

    /** How long to wait before a pipe is tried again whose instances are all in use. */
    private static final long BUSY_MILLIS = 20;

    private final AsynchronousFileChannel channel;

    PipeWire(AsynchronousFileChannel channel) {
        this.channel = channel;
    }

    static Wire open(HostAddress.NamedPipe address, Call call) throws IOException {
        Path path = Path.of("\\\\.\\pipe\\" + address.name());
        while (true) {
            try {
                PipeWire wire =
                        new PipeWire(
                                AsynchronousFileChannel.open(
                                        path, StandardOpenOption.READ, StandardOpenOption.WRITE));
                call.holds(wire);
                return wire;
            } catch (NoSuchFileException e) {
                throw e;
            } catch (FileSystemException e) {
                // Windows says only in words that all instances are busy; any other reason stays
                // and is reported when the time to connect is over
                if (call.over()) {
                    throw e;
                }
                pause();
            }
        }
    }

    @Override
    public InputStream in() {
        return new PipeInput();
    }

    @Override
    public OutputStream out() {
        return new PipeOutput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        await(channel.write(ByteBuffer.allocate(0), 0));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("A named pipe couldn't be closed", e);
        }
    }

    private int await(Future<Integer> transfer) throws IOException {
        try {
            return transfer.get();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted at a named pipe");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ClosedChannelException) {
                throw new AsynchronousCloseException();
            }
            throw new IOException("the named pipe broke: " + e.getCause(), e.getCause());
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(BUSY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a named pipe");
        }
    }

    private final class PipeInput extends InputStream {

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            return length == 0 ? 0 : await(channel.read(ByteBuffer.wrap(into, offset, length), 0));
        }
    }

    private final class PipeOutput extends OutputStream {

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            ByteBuffer left = ByteBuffer.wrap(from, offset, length);
            while (left.hasRemaining()) {
                await(channel.write(left, 0));
            }
        }
    }
}
