package dev.mullion.docker.client;

import dev.mullion.docker.HostAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.UnknownHostException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import jdk.net.ExtendedSocketOptions;

/** A TCP connection, in the clear or with TLS and certificates on both sides. */
final class TcpWire implements Wire {

    /** Seconds: a host that is gone without a word is noticed after 30 + 3 × 10. */
    private static final int IDLE = 30;

    private static final int INTERVAL = 10;
    private static final int PROBES = 3;

    private final Socket plain;

    /** The plain socket, or TLS over it. */
    private volatile Socket spoken;

    private TcpWire(Socket plain) {
        this.plain = plain;
        this.spoken = plain;
    }

    static Wire open(HostAddress.Tcp address, ClientSettings settings, Call call)
            throws IOException {
        IOException last = new UnknownHostException(address.host());
        for (InetAddress one : resolve(address.host(), call)) {
            TcpWire wire = new TcpWire(new Socket());
            call.holds(wire);
            try {
                wire.plain.connect(new InetSocketAddress(one, address.port()));
            } catch (IOException e) {
                wire.close();
                if (call.over()) {
                    throw e;
                }
                e.addSuppressed(last);
                last = e;
                continue;
            }
            wire.keepAlive();
            if (address.tls()) {
                wire.startTls(address, settings);
            }
            return wire;
        }
        throw last;
    }

    /** Looks a name up in a thread of its own: the system's resolver can't be interrupted. */
    private static InetAddress[] resolve(String host, Call call) throws IOException {
        FutureTask<InetAddress[]> lookup = new FutureTask<>(() -> InetAddress.getAllByName(host));
        Thread.ofVirtual().name("lookup-" + host).start(lookup);
        call.holds(() -> lookup.cancel(true));
        try {
            return lookup.get();
        } catch (CancellationException e) {
            throw new IOException("looking up " + host + " took too long", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while looking up " + host);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException) {
                throw new UnknownHostException("nobody knows the name " + host);
            }
            throw new IOException("looking up " + host + " failed", e.getCause());
        }
    }

    private void keepAlive() throws IOException {
        plain.setTcpNoDelay(true);
        plain.setKeepAlive(true);
        setIfPossible(ExtendedSocketOptions.TCP_KEEPIDLE, IDLE);
        setIfPossible(ExtendedSocketOptions.TCP_KEEPINTERVAL, INTERVAL);
        setIfPossible(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
    }

    private void setIfPossible(SocketOption<Integer> option, int value) throws IOException {
        if (plain.supportedOptions().contains(option)) {
            plain.setOption(option, value);
        }
    }

    private void startTls(HostAddress.Tcp address, ClientSettings settings) throws IOException {
        TlsMaterial material = settings.tls();
        if (material == null) {
            throw new IOException(
                    "the address asks for TLS, but there are no certificates for this host");
        }
        SSLSocket secured =
                (SSLSocket)
                        material.context()
                                .getSocketFactory()
                                .createSocket(plain, address.host(), address.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        spoken = secured;
    }

    @Override
    public InputStream in() throws IOException {
        return spoken.getInputStream();
    }

    @Override
    public OutputStream out() throws IOException {
        return spoken.getOutputStream();
    }

    @Override
    public void shutdownOutput() throws IOException {
        spoken.shutdownOutput();
    }

    /** Closes below TLS: closing politely would wait for whoever is blocked in a write. */
    @Override
    public void close() {
        try {
            plain.close();
        } catch (IOException e) {
            throw new UncheckedIOException("A socket couldn't be closed", e);
        }
    }
}
