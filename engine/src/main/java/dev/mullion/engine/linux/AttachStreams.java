package dev.mullion.engine.linux;

import dev.mullion.engine.linux.process.Descriptor;
import dev.mullion.engine.linux.process.Readiness;
import dev.mullion.engine.linux.process.UnixSocket;
import dev.mullion.engine.runtime.ProcessStreams;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A connection to a monitor: packets of output that begin with 2 or 3, packets of raw input. */
final class AttachStreams implements ProcessStreams {

    private static final byte ERRORS = 3;
    private static final int LARGEST = 8192 + 1;

    private final Descriptor output;
    private final Descriptor input;
    private final ByteBuffer packet = ByteBuffer.allocate(2 * LARGEST).limit(0);
    private Source source = Source.OUTPUT;

    private AttachStreams(Descriptor output, Descriptor input) {
        this.output = output;
        this.input = input;
    }

    static AttachStreams connect(Readiness readiness, Path socket) throws IOException {
        Descriptor output = UnixSocket.connectPackets(readiness, socket);
        try {
            return new AttachStreams(output, output.twin());
        } catch (IOException e) {
            output.close();
            throw e;
        }
    }

    @Override
    public Source read(ByteBuffer into) throws IOException {
        into.clear();
        while (!packet.hasRemaining()) {
            if (output.read(packet) < 0) {
                packet.limit(0);
                into.limit(0);
                return Source.END;
            }
            packet.flip();
            source = packet.get() == ERRORS ? Source.ERRORS : Source.OUTPUT;
        }
        int count = Math.min(into.remaining(), packet.remaining());
        into.put(packet.slice(packet.position(), count));
        packet.position(packet.position() + count);
        into.flip();
        return source;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        input.write(bytes);
    }

    @Override
    public void closeInput() throws IOException {
        input.endOutput();
    }

    @Override
    public void close() {
        input.close();
        output.close();
    }
}
