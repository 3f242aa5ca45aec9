package dev.mullion.hcs.layer;

import static dev.mullion.hcs.binding.WindowsFunction.ADJUST_TOKEN_PRIVILEGES;
import static dev.mullion.hcs.binding.WindowsFunction.GET_CURRENT_PROCESS;
import static dev.mullion.hcs.binding.WindowsFunction.LOOKUP_PRIVILEGE_VALUE_W;
import static dev.mullion.hcs.binding.WindowsFunction.OPEN_PROCESS_TOKEN;

import com.sun.jna.Memory;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.binding.OwnedHandle;
import java.util.List;
import java.util.Set;

/** What this process may do, of what its account was granted. */
public final class Privileges {

    /** A privilege that layers need. */
    public enum Privilege {
        /** Read any file. */
        BACKUP("SeBackupPrivilege"),
        /** Write any file, and make it anybody's. */
        RESTORE("SeRestorePrivilege"),
        /** Read and write the audit part of security. */
        SECURITY("SeSecurityPrivilege");

        private final String windowsName;

        Privilege(String windowsName) {
            this.windowsName = windowsName;
        }

        /**
         * Returns its name.
         *
         * @return as Windows lists it
         */
        public String windowsName() {
            return windowsName;
        }
    }

    private static final int ADJUST_AND_QUERY = 0x28;
    private static final int ENABLED = 2;
    private static final int ENTRY = 12;
    private static final int NOT_ALL_ASSIGNED = 1300;

    private final NativeCalls calls;
    private final FileFailures failures;

    /**
     * Calls advapi32.dll.
     *
     * @param calls the native calls
     */
    public Privileges(NativeCalls calls) {
        this.calls = calls;
        this.failures = new FileFailures(calls);
    }

    /**
     * Switches privileges on for the whole process, until it ends.
     *
     * @param wanted which
     * @throws dev.mullion.hcs.HcsException with code 1300 if the account wasn't granted one of them
     */
    public void enable(Set<Privilege> wanted) {
        List<Privilege> all = wanted.stream().sorted().toList();
        String what = "Switching on " + all.stream().map(Privilege::windowsName).toList();
        try (OwnedHandle token = token(what);
                Memory state = new Memory(4 + (long) ENTRY * all.size())) {
            state.clear();
            state.setInt(0, all.size());
            for (int i = 0; i < all.size(); i++) {
                long at = 4 + (long) ENTRY * i;
                lookUp(what, all.get(i), state, at);
                state.setInt(at + 8, ENABLED);
            }
            int done =
                    calls.code(
                            ADJUST_TOKEN_PRIVILEGES,
                            token,
                            0,
                            state,
                            (int) state.size(),
                            null,
                            null);
            // succeeds also when it could do only some of it
            int error = calls.lastError();
            if (done == 0 || error == NOT_ALL_ASSIGNED) {
                throw FileFailures.of(what + " for this process", error);
            }
        }
    }

    private void lookUp(String what, Privilege privilege, Memory state, long at) {
        try (Memory id = new Memory(8)) {
            id.clear();
            failures.check(
                    what, calls.code(LOOKUP_PRIVILEGE_VALUE_W, null, privilege.windowsName(), id));
            // entries aren't aligned to 8 bytes
            state.setInt(at, id.getInt(0));
            state.setInt(at + 4, id.getInt(4));
        }
    }

    private OwnedHandle token(String what) {
        var token = new Out.Handle();
        long process = calls.call(GET_CURRENT_PROCESS);
        failures.check(what, calls.code(OPEN_PROCESS_TOKEN, process, ADJUST_AND_QUERY, token));
        return BackupFiles.own(calls, token.value(), "token of this process");
    }
}
