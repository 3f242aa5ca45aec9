package dev.mullion.docker.testing;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** setns(2), so that a test can make sockets inside a sandbox's network. */
public final class NetworkNamespace {

    private static final int CLONE_NEWNET = 0x40000000;
    private static final int O_RDONLY = 0;

    private NetworkNamespace() {}

    /**
     * Moves the calling platform thread, for the rest of its life, into the network of a process.
     * Sockets keep the network in which they were made, so what the thread opens can be used by any
     * other thread.
     */
    private static void enter(long pid) throws IOException {
        String path = "/proc/" + pid + "/ns/net";
        try (Arena arena = Arena.ofConfined()) {
            int file = open(arena.allocateFrom(path));
            if (file < 0) {
                throw new IOException("Could not open " + path + "; has the sandbox ended?");
            }
            int failed = call("setns", file, CLONE_NEWNET);
            call("close", file);
            if (failed != 0) {
                throw new IOException("setns into " + path + " was refused; this needs root");
            }
        }
    }

    /**
     * Does something on the network of a process, on a thread of its own.
     *
     * @throws IllegalStateException if it fails or gives null
     */
    public static <T> T within(long pid, Callable<T> action) {
        AtomicReference<@Nullable T> result = new AtomicReference<>();
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        // a platform thread that ends here: it never comes back to the machine's network
        Thread thread =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                enter(pid);
                                result.set(action.call());
                            } catch (Exception e) {
                                failure.set(e);
                            }
                        });
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted on the network of " + pid, e);
        }
        T value = result.get();
        if (value == null) {
            throw new IllegalStateException(
                    "What was to be done on the network of " + pid + " failed", failure.get());
        }
        return value;
    }

    private static int open(MemorySegment path) throws IOException {
        FunctionDescriptor shape =
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        try {
            return (int) handle("open", shape).invokeExact(path, O_RDONLY);
        } catch (Throwable e) {
            throw new IOException("Calling open(2) failed", e);
        }
    }

    private static int call(String function, int... arguments) throws IOException {
        ValueLayout[] layouts = new ValueLayout[arguments.length];
        Object[] values = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            layouts[i] = ValueLayout.JAVA_INT;
            values[i] = arguments[i];
        }
        FunctionDescriptor shape = FunctionDescriptor.of(ValueLayout.JAVA_INT, layouts);
        try {
            return (int) handle(function, shape).invokeWithArguments(values);
        } catch (Throwable e) {
            throw new IOException("Calling " + function + "(2) failed", e);
        }
    }

    @SuppressWarnings("restricted") // the tests run with --enable-native-access
    private static MethodHandle handle(String function, FunctionDescriptor shape) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(function), shape);
    }
}
