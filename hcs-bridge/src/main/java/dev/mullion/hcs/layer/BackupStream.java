package dev.mullion.hcs.layer;

import static dev.mullion.hcs.binding.WindowsFunction.BACKUP_READ;

import com.sun.jna.Memory;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.binding.OwnedHandle;

/** {@code BackupRead} as a stream. */
final class BackupStream extends NativeInput {

    private final NativeCalls calls;
    private final FileFailures failures;
    private final OwnedHandle handle;
    private final String name;
    private final int security;
    private final Out.Handle context = new Out.Handle();

    BackupStream(NativeCalls calls, OwnedHandle handle, String name, boolean security) {
        this.calls = calls;
        this.failures = new FileFailures(calls);
        this.handle = handle;
        this.name = name;
        this.security = security ? 1 : 0;
    }

    @Override
    int fill(Memory memory, int count) {
        var got = new Out.Int32();
        failures.check(
                "Backing up " + name,
                calls.code(BACKUP_READ, handle, memory, count, got, 0, security, context));
        return got.value();
    }

    @Override
    String name() {
        return name;
    }

    @Override
    void end() {
        if (context.value() != 0) {
            failures.check(
                    "Ending the backup of " + name,
                    calls.code(
                            BACKUP_READ, handle, null, 0, new Out.Int32(), 1, security, context));
        }
    }
}
