package dev.mullion.hcs.layer;

import static dev.mullion.hcs.binding.WindowsFunction.READ_FILE;

import com.sun.jna.Memory;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.binding.OwnedHandle;

/** {@code ReadFile} on a synchronous handle as a stream. */
final class ContentInput extends NativeInput {

    private static final int HANDLE_EOF = 38;

    private final NativeCalls calls;
    private final FileFailures failures;
    private final OwnedHandle handle;
    private final String name;

    ContentInput(NativeCalls calls, OwnedHandle handle, String name) {
        this.calls = calls;
        this.failures = new FileFailures(calls);
        this.handle = handle;
        this.name = name;
    }

    @Override
    int fill(Memory memory, int count) {
        var got = new Out.Int32();
        int done = calls.code(READ_FILE, handle, memory, count, got, null);
        if (done == 0 && calls.lastError() == HANDLE_EOF) {
            return 0;
        }
        failures.check("Reading " + name, done);
        return got.value();
    }

    @Override
    String name() {
        return name;
    }

    @Override
    void end() {
        // nothing is kept for it
    }
}
