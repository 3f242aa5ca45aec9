package dev.mullion.docker.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A network, mount and process namespace of its own, with a private folder beside it.
 *
 * <p>The sandbox lives as long as a pipe from this JVM stays open: when it is closed, or when this
 * JVM is killed, the kernel ends every process in it and drops every mount made in it. What can be
 * left behind by a killed run is an empty folder and empty control groups, which the next run
 * removes once the process named in the folder's owner file is gone.
 *
 * <p>Entered with nsenter and never with {@code ip netns exec}, which remounts /sys and so hides
 * the control groups a container engine needs.
 */
public final class Sandbox implements AutoCloseable {

    private static final Path PARENT = Path.of("/tmp");
    private static final String PREFIX = "mullion-t-";
    private static final String OWNER = "owner";
    private static final Path CONTROL_GROUPS = Path.of("/sys/fs/cgroup");

    /**
     * Runs below the sandbox's own process 1, an init that reaps orphans, until its input ends. The
     * machine's /etc/docker is hidden because older engines keep the key there that is their id:
     * two engines that share it look like one.
     */
    private static final String KEEPER =
            """
            set -e
            mount -t tmpfs -o mode=755 tmpfs /run
            if [ "$3" = MEMORY ]; then
              mount -t tmpfs -o mode=711,size="$2" tmpfs "$1"
            else
              truncate -s "$2" "$1.img"
              mkfs.ext4 -q -E lazy_itable_init=0,lazy_journal_init=0 "$1.img"
              mount -o loop "$1.img" "$1"
            fi
            mkdir -p /etc/docker
            mount -t tmpfs -o mode=755 tmpfs /etc/docker
            ip link set lo up
            echo ready
            read -r end || true
            """;

    /** What {@link #disk()} is made of. */
    public enum Disk {
        /** Memory: quick, and syncing costs nothing. */
        MEMORY,
        /** A new ext4 in a file: what a benchmark needs, since syncing costs what it costs. */
        EXT4
    }

    private final Path folder;
    private final Process keeper;
    private final long initPid;
    private final List<String> groups = new ArrayList<>();

    private Sandbox(Path folder, Process keeper, long initPid) {
        this.folder = folder;
        this.keeper = keeper;
        this.initPid = initPid;
    }

    /**
     * Opens a sandbox.
     *
     * @param diskBytes size of {@link #disk()}, which is kept in memory
     */
    public static Sandbox open(long diskBytes) {
        return open(diskBytes, Disk.MEMORY);
    }

    /**
     * Opens a sandbox.
     *
     * @param diskBytes size of {@link #disk()}
     * @param disk what it is made of
     */
    public static Sandbox open(long diskBytes, Disk disk) {
        removeLeftovers();
        try {
            // a short path: a unix socket's name may have 107 bytes at most
            Path folder = Files.createTempDirectory(PARENT, PREFIX);
            Files.writeString(folder.resolve(OWNER), owner(ProcessHandle.current()));
            Files.createDirectory(folder.resolve("disk"));
            Process keeper = startKeeper(folder, diskBytes, disk);
            long init = keeper.children().findFirst().orElseThrow().pid();
            return new Sandbox(folder, keeper, init);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not open a sandbox for a test engine", e);
        }
    }

    private static Process startKeeper(Path folder, long diskBytes, Disk disk) throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(Programs.find("unshare"), "--net", "--mount", "--pid", "--fork"));
        command.addAll(List.of("--kill-child", "--mount-proc", Programs.find("docker-init"), "--"));
        command.addAll(List.of("/bin/sh", "-c", KEEPER, "keeper"));
        command.addAll(List.of(folder.resolve("disk").toString(), Long.toString(diskBytes)));
        command.add(disk.name());
        Programs.find("ip");
        Path errors = folder.resolve("keeper.log");
        Process keeper = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        BufferedReader output = keeper.inputReader(StandardCharsets.UTF_8);
        String word = output.readLine();
        if (!"ready".equals(word)) {
            keeper.destroyForcibly();
            throw new IOException(
                    "Making namespaces failed; this needs root with CAP_SYS_ADMIN: "
                            + Files.readString(errors));
        }
        return keeper;
    }

    /** The private folder: on the machine's own disk, removed on close. */
    public Path folder() {
        return folder;
    }

    /** A file system of fixed size, seen only by processes inside the sandbox. */
    public Path disk() {
        return folder.resolve("disk");
    }

    /**
     * Name of the control group below which everything here shall run, for example /mullion-t-123.
     */
    public String controlGroup() {
        return "/" + folder.getFileName();
    }

    /**
     * Has a control group removed on close, with those below it, that isn't below {@link
     * #controlGroup()}.
     *
     * @param group for example mullion/0123abcd
     */
    public void removesControlGroup(String group) {
        groups.add(group);
    }

    /** The command line that runs a program inside. */
    public List<String> inside(List<String> command) {
        List<String> line = new ArrayList<>();
        line.addAll(List.of(Programs.find("nsenter"), "--target", Long.toString(initPid)));
        line.addAll(List.of("--net", "--mount", "--pid"));
        line.addAll(command);
        return line;
    }

    /** Runs something on a thread whose new sockets belong to the sandbox's network. */
    public <T> T onNetwork(Callable<T> action) {
        return NetworkNamespace.within(initPid, action);
    }

    @Override
    public void close() {
        try {
            keeper.outputWriter(StandardCharsets.UTF_8).close();
        } catch (IOException e) {
            keeper.destroyForcibly(); // the pipe is gone: --kill-child ends the rest
        }
        try {
            if (!keeper.waitFor(10, TimeUnit.SECONDS)) {
                keeper.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            keeper.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        groups.forEach(Sandbox::removeControlGroups);
        remove(folder);
    }

    private static void removeLeftovers() {
        try (Stream<Path> entries = Files.list(PARENT)) {
            entries.filter(entry -> entry.getFileName().toString().startsWith(PREFIX))
                    .filter(Sandbox::isAbandoned)
                    .forEach(Sandbox::remove);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not look for leftovers in " + PARENT, e);
        }
    }

    private static boolean isAbandoned(Path folder) {
        Path file = folder.resolve(OWNER);
        try {
            String text = Files.readString(file);
            long pid = Long.parseLong(text.substring(0, Math.max(text.indexOf(' '), 0)));
            return ProcessHandle.of(pid).map(handle -> !owner(handle).equals(text)).orElse(true);
        } catch (IOException | NumberFormatException e) {
            return false; // not marked as ours, or another run is just making it
        }
    }

    /** A process's number is used again some day; together with its start it is not. */
    private static String owner(ProcessHandle process) {
        return process.pid() + " " + process.info().startInstant().map(Object::toString).orElse("");
    }

    private static void remove(Path folder) {
        removeControlGroups(folder.getFileName().toString());
        try {
            deleteTree(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not remove the test folder " + folder, e);
        }
    }

    private static void removeControlGroups(String name) {
        try (Stream<Path> controllers = Files.list(CONTROL_GROUPS)) {
            Stream.concat(Stream.of(CONTROL_GROUPS), controllers)
                    .map(controller -> controller.resolve(name))
                    .filter(Files::isDirectory)
                    .forEach(Sandbox::removeControlGroup);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not list the control groups", e);
        }
    }

    /** A control group is a folder that only rmdir can remove, and only from the leaves up. */
    private static void removeControlGroup(Path group) {
        try (Stream<Path> tree = Files.walk(group)) {
            for (Path entry : tree.sorted(Comparator.reverseOrder()).toList()) {
                if (Files.isDirectory(entry)) {
                    removeWhenEmpty(entry);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not remove the control group " + group, e);
        }
    }

    private static void removeWhenEmpty(Path group) throws IOException {
        // the kernel counts a killed process as a member for a moment longer
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (true) {
            try {
                Files.deleteIfExists(group);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    /** Removes a folder with all in it; fine if it isn't there. */
    public static void deleteTree(Path top) throws IOException {
        if (!Files.exists(top)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(top)) {
            for (Path entry : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        }
    }
}
