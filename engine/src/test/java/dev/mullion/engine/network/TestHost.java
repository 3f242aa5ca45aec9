package dev.mullion.engine.network;

import dev.mullion.docker.testing.NetworkNamespace;
import dev.mullion.docker.testing.Programs;
import dev.mullion.docker.testing.Sandbox;
import dev.mullion.engine.runtime.NetworkDefaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A machine with a network of its own, a neighbour outside that knows no way to its containers, and
 * waiting processes. Servers say whom they think they talk to.
 */
final class TestHost implements AutoCloseable {

    static final String ADDRESS = "198.51.100.1";
    static final String OUTSIDE = "198.51.100.2";

    static final NetworkDefaults LINUX = new NetworkDefaults("bridge", true, true, true);

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Without what comes and goes with the last container: the carrier of an empty bridge. */
    private static final String DEVICES =
            "ls -1 /proc/self/net/dev_snmp6; ip -4 -o addr; ip -4 route | sed 's/ linkdown//';"
                    + " ip -o link | sed 's/.*: \\([a-z0-9]*\\)[@:].*master \\([a-z0-9]*\\).*/\\1 \\2/;t;d'";

    private static final int SOON = 1_000;

    private final Sandbox sandbox;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final long outside;

    private TestHost(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.outside = process();
    }

    static TestHost open() {
        Sandbox sandbox = Sandbox.open(1 << 20);
        try {
            TestHost host = new TestHost(sandbox);
            host.cable();
            return host;
        } catch (RuntimeException e) {
            sandbox.close();
            throw e;
        }
    }

    private void cable() {
        run(
                "ip",
                "link",
                "add",
                "up0",
                "type",
                "veth",
                "peer",
                "name",
                "eth0",
                "netns",
                "" + outside);
        run("ip", "addr", "add", ADDRESS + "/24", "dev", "up0");
        run("ip", "link", "set", "up0", "up");
        String peer = "nsenter -t " + outside + " -n ip ";
        run((peer + "addr add " + OUTSIDE + "/24 dev eth0").split(" ", -1));
        run((peer + "link set eth0 up").split(" ", -1));
    }

    Path folder() {
        return sandbox.folder();
    }

    /** The pid of the neighbour's process. */
    long outside() {
        return outside;
    }

    /** Starts a process with a network of its own in which nothing is set up. */
    long process() {
        String unshare = Programs.find("unshare");
        List<String> line =
                sandbox.inside(List.of(unshare, "--net", Programs.find("sleep"), "600"));
        try {
            Process process = new ProcessBuilder(line).start();
            return await(() -> ready(process));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable Long ready(Process process) throws IOException {
        for (ProcessHandle child : process.children().toList()) {
            Path name = Path.of("/proc", Long.toString(child.pid()), "comm");
            if (Files.readString(name).strip().equals("sleep")) {
                return child.pid();
            }
        }
        return null;
    }

    /** Ends a process and waits until it is gone. */
    void end(long pid) {
        ProcessHandle.of(pid)
                .ifPresent(handle -> {
                    handle.destroyForcibly();
                    await(() -> handle.isAlive() ? null : true);
                });
    }

    static <T> T await(Callable<@Nullable T> condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        try {
            while (System.nanoTime() < end) {
                T value = condition.call();
                if (value != null) {
                    return value;
                }
                LockSupport.parkNanos(1_000_000);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        throw new IllegalStateException("It didn't come true within " + LIMIT);
    }

    /** Does something on the machine's network. */
    <T> T here(Callable<T> action) {
        return sandbox.onNetwork(action);
    }

    /** Runs a program on the machine's network and returns what it wrote. */
    String run(String... command) {
        return here(() -> Programs.run(Map.of(), List.of(command), LIMIT));
    }

    /** Answers on TCP with a word and the address of whoever asks. */
    void serveTcp(long pid, String address, int port, String word) {
        ServerSocket server =
                NetworkNamespace.within(
                        pid, () -> new ServerSocket(port, 50, InetAddress.getByName(address)));
        open.add(server);
        Thread.ofVirtual()
                .start(() -> {
                    while (!server.isClosed()) {
                        try (Socket socket = server.accept()) {
                            String who = socket.getInetAddress().getHostAddress();
                            byte[] text = (word + " " + who).getBytes(StandardCharsets.UTF_8);
                            socket.getOutputStream().write(text);
                        } catch (IOException e) {
                            refused.incrementAndGet(); // closed at the end of the test
                        }
                    }
                });
    }

    /** Answers on UDP with a word and the address of whoever asks. */
    void serveUdp(long pid, int port, String word) {
        DatagramSocket server = NetworkNamespace.within(pid, () -> new DatagramSocket(port));
        open.add(server);
        Thread.ofVirtual()
                .start(() -> {
                    while (!server.isClosed()) {
                        try {
                            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                            server.receive(packet);
                            String who = packet.getAddress().getHostAddress();
                            packet.setData((word + " " + who).getBytes(StandardCharsets.UTF_8));
                            server.send(packet);
                        } catch (IOException e) {
                            refused.incrementAndGet(); // closed at the end of the test
                        }
                    }
                });
    }

    /** What a server answers on TCP, or why it can't be reached. */
    static String askTcp(long pid, String address, int port) {
        return NetworkNamespace.within(pid, () -> tcp(address, port));
    }

    /** The same from the machine itself. */
    String askTcp(String address, int port) {
        return here(() -> tcp(address, port));
    }

    static String askUdp(long pid, String address, int port) {
        return NetworkNamespace.within(pid, () -> udp(address, port));
    }

    String askUdp(String address, int port) {
        return here(() -> udp(address, port));
    }

    private static String tcp(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(SOON);
            socket.connect(new InetSocketAddress(address, port), SOON);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "failed: " + e.getMessage();
        }
    }

    private static String udp(String address, int port) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(SOON);
            byte[] ask = {'?'};
            socket.send(new DatagramPacket(ask, 1, new InetSocketAddress(address, port)));
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "failed: " + e.getMessage();
        }
    }

    /** Everything on the machine that networks could change, to be compared. */
    String state() {
        return String.join(
                "\n",
                run("nft", "list", "ruleset"),
                run("iptables", "-w", "-S"),
                run("sh", "-c", DEVICES));
    }

    @Override
    public void close() {
        for (AutoCloseable each : open) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        sandbox.close();
    }
}
