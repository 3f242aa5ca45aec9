package dev.mullion.hcs.compute;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.OwnedHandle;
import dev.mullion.hcs.binding.WindowsFunction;
import dev.mullion.hcs.compute.ComputeProcess.Stream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What {@code HCS_PROCESS_INFORMATION} tells of a new process: its number and its pipes. */
record ProcessPipes(int processId, Map<Stream, OwnedHandle> pipes) {

    /** Bytes of the structure. */
    private static final int SIZE = 32;

    private static final Map<Stream, Integer> OFFSETS =
            Map.of(Stream.INPUT, 8, Stream.OUTPUT, 16, Stream.ERROR, 24);

    private static final long INVALID_HANDLE = -1;

    static Memory allocate() {
        Memory information = new Memory(SIZE);
        information.clear();
        return information;
    }

    /** Takes the pipes over. One that wasn't asked for is 0 or INVALID_HANDLE_VALUE. */
    static ProcessPipes of(NativeCalls calls, Pointer information, String what) {
        Map<Stream, OwnedHandle> pipes = new EnumMap<>(Stream.class);
        OFFSETS.forEach((stream, offset) -> {
            long pipe = information.getLong(offset);
            if (pipe != 0 && pipe != INVALID_HANDLE) {
                pipes.put(
                        stream,
                        new OwnedHandle(
                                pipe,
                                stream + " of " + what,
                                closing -> calls.call(WindowsFunction.CLOSE_HANDLE, closing)));
            }
        });
        return new ProcessPipes(information.getInt(0), pipes);
    }

    Optional<OwnedHandle> pipe(Stream stream) {
        return Optional.ofNullable(pipes.get(stream));
    }

    void close() {
        pipes.values().forEach(OwnedHandle::close);
    }
}
