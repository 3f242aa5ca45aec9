package dev.mullion.docker.client;

import dev.mullion.docker.HostAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/** A Unix socket. Java has no time-outs on these: only closing ends a blocked read. */
final class UnixWire implements Wire {

    private final SocketChannel channel;

    private UnixWire(SocketChannel channel) {
        this.channel = channel;
    }

    static Wire open(HostAddress.UnixSocket address, Call call) throws IOException {
        UnixWire wire = new UnixWire(SocketChannel.open(StandardProtocolFamily.UNIX));
        // connecting blocks while the engine's queue is full, so the call must be able to end it
        call.holds(wire);
        wire.channel.connect(UnixDomainSocketAddress.of(address.path()));
        return wire;
    }

    @Override
    public InputStream in() {
        return Channels.newInputStream(channel);
    }

    @Override
    public OutputStream out() {
        return Channels.newOutputStream(channel);
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("A Unix socket couldn't be closed", e);
        }
    }
}
