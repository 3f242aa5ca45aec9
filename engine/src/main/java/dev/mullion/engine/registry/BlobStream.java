package dev.mullion.engine.registry;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a blob on their way. It ends after exactly the expected bytes; anything else is a
 * {@link RegistryException} that says so. Closing it, from any thread, ends a read that waits.
 */
public final class BlobStream extends InputStream {

    private final Reply reply;
    private final String asked;
    private final long offset;
    private final long expected;
    private final InputStream body;
    private long position;
    private volatile boolean closed;

    BlobStream(Reply reply, String asked, long offset, long expected) throws IOException {
        this.reply = reply;
        this.asked = asked;
        this.offset = offset;
        this.position = offset;
        this.expected = expected;
        this.body = reply.body();
    }

    /** Where in the blob the first byte lies: as asked, or 0 if the registry can't do that. */
    public long offset() {
        return offset;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count;
        try {
            count = body.read(into, from, length);
        } catch (IOException e) {
            if (closed) {
                throw new RegistryException(
                        RegistryException.Kind.CANCELLED, asked + ": cancelled", e);
            }
            throw reply.broken(asked + " after " + position + " bytes", e);
        }
        if (closed) {
            throw new RegistryException(RegistryException.Kind.CANCELLED, asked + ": cancelled");
        }
        if (count < 0) {
            if (expected >= 0 && position != expected) {
                throw new RegistryException(
                        RegistryException.Kind.BROKEN,
                        "%s: it ended after %d of %d bytes".formatted(asked, position, expected));
            }
            return -1;
        }
        position += count;
        if (expected >= 0 && position > expected) {
            close();
            throw new RegistryException(
                    RegistryException.Kind.WRONG,
                    "%s: it is longer than the %d bytes that the manifest names"
                            .formatted(asked, expected));
        }
        return count;
    }

    @Override
    public void close() {
        closed = true;
        reply.close();
    }
}
