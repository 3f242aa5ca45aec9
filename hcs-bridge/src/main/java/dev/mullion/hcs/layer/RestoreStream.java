package dev.mullion.hcs.layer;

import static dev.mullion.hcs.binding.WindowsFunction.BACKUP_WRITE;

import com.sun.jna.Memory;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.binding.OwnedHandle;

/** {@code BackupWrite} as a stream. */
final class RestoreStream extends NativeOutput {

    private final NativeCalls calls;
    private final FileFailures failures;
    private final OwnedHandle handle;
    private final String name;
    private final int security;
    private final Out.Handle context = new Out.Handle();

    RestoreStream(NativeCalls calls, OwnedHandle handle, String name, boolean security) {
        this.calls = calls;
        this.failures = new FileFailures(calls);
        this.handle = handle;
        this.name = name;
        this.security = security ? 1 : 0;
    }

    @Override
    int pass(Memory memory, int count) {
        var written = new Out.Int32();
        failures.check(
                "Restoring " + name,
                calls.code(BACKUP_WRITE, handle, memory, count, written, 0, security, context));
        return written.value();
    }

    @Override
    String name() {
        return name;
    }

    @Override
    void end() {
        if (context.value() != 0) {
            failures.check(
                    "Ending the restore of " + name,
                    calls.code(
                            BACKUP_WRITE, handle, null, 0, new Out.Int32(), 1, security, context));
        }
    }
}
