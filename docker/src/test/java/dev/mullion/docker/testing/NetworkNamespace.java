package dev.mullion.docker.testing;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

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
    public static void enter(long pid) throws IOException {
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
