package dev.mullion.hcs.layer;

import static dev.mullion.hcs.binding.WindowsFunction.WRITE_FILE;

import com.sun.jna.Memory;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.binding.OwnedHandle;

/** {@code WriteFile} on a synchronous handle as a stream. */
final class ContentOutput extends NativeOutput {

    private final NativeCalls calls;
    private final FileFailures failures;
    private final OwnedHandle handle;
    private final String name;

    ContentOutput(NativeCalls calls, OwnedHandle handle, String name) {
        this.calls = calls;
        this.failures = new FileFailures(calls);
        this.handle = handle;
        this.name = name;
    }

    @Override
    int pass(Memory memory, int count) {
        var written = new Out.Int32();
        failures.check(
                "Writing " + name, calls.code(WRITE_FILE, handle, memory, count, written, null));
        return written.value();
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
