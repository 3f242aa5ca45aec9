package dev.mullion.hcs.emulator.file;

import static dev.mullion.hcs.binding.FileFunction.CONVERT_STRING_SECURITY_DESCRIPTOR;
import static dev.mullion.hcs.binding.FileFunction.LOCAL_FREE;
import static dev.mullion.hcs.binding.WindowsFunction.ADJUST_TOKEN_PRIVILEGES;
import static dev.mullion.hcs.binding.WindowsFunction.GET_CURRENT_PROCESS;
import static dev.mullion.hcs.binding.WindowsFunction.LOOKUP_PRIVILEGE_VALUE_W;
import static dev.mullion.hcs.binding.WindowsFunction.OPEN_PROCESS_TOKEN;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.mullion.hcs.emulator.Arguments;
import dev.mullion.hcs.emulator.Functions;
import dev.mullion.hcs.emulator.HandleKind;
import dev.mullion.hcs.emulator.Ledger;
import dev.mullion.hcs.emulator.Part;
import dev.mullion.hcs.emulator.Refusal;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The privileges of one process, which are its account's but switched off at first. */
final class Rights implements Part {

    private static final int SECURITY = 8;
    private static final int BACKUP = 17;
    private static final int RESTORE = 18;
    private static final Map<String, Integer> PRIVILEGES =
            Map.of(
                    "SeSecurityPrivilege", SECURITY,
                    "SeBackupPrivilege", BACKUP,
                    "SeRestorePrivilege", RESTORE);

    private static final long CURRENT_PROCESS = -1;
    private static final int ENABLED = 2;
    private static final int REMOVED = 4;
    private static final int ENTRY = 12;
    private static final int NOT_ALL_ASSIGNED = 1300;
    private static final int NO_SUCH_PRIVILEGE = 1313;
    private static final int INVALID_SDDL = 1337;
    private static final String LOCAL_MEMORY = "local memory";
    private static final int SYSTEM_SECURITY = 0x01000000;
    private static final Pattern SDDL = Pattern.compile("(?:[OGDS]:[^:]*)+");

    /** A self-relative descriptor that says nothing. */
    private static final byte[] EMPTY_DESCRIPTOR = new byte[20];

    static {
        EMPTY_DESCRIPTOR[0] = 1;
        EMPTY_DESCRIPTOR[3] = (byte) 0x80;
    }

    private final Set<Integer> enabled = ConcurrentHashMap.newKeySet();

    private final Set<Long> local = ConcurrentHashMap.newKeySet();
    private final Ledger ledger;

    private record Token(Rights rights) {}

    Rights(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void addTo(Functions functions) {
        functions
                .with(GET_CURRENT_PROCESS, arguments -> CURRENT_PROCESS)
                .with(OPEN_PROCESS_TOKEN, this::openToken)
                .with(LOOKUP_PRIVILEGE_VALUE_W, Rights::lookUp)
                .with(ADJUST_TOKEN_PRIVILEGES, Rights::adjust)
                .with(CONVERT_STRING_SECURITY_DESCRIPTOR, this::convert)
                .with(LOCAL_FREE, this::free);
    }

    /** Refuses an access that goes past a file's security, unless that is switched on. */
    void requireFor(int access) throws FileProblem {
        boolean restores = OpenFile.writes(access) && !enabled.contains(RESTORE);
        boolean backsUp = OpenFile.reads(access) && !enabled.contains(BACKUP);
        if (restores || backsUp) {
            throw new FileProblem(
                    FileProblem.ACCESS_DENIED,
                    "the privileges for backup and restore aren't switched on");
        }
        if ((access & SYSTEM_SECURITY) != 0 && !enabled.contains(SECURITY)) {
            throw new FileProblem(
                    FileProblem.PRIVILEGE_NOT_HELD, "the privilege for security isn't switched on");
        }
    }

    private Number openToken(Arguments arguments) {
        if (arguments.wide(0) != CURRENT_PROCESS) {
            throw Refusal.win32(FileProblem.INVALID_HANDLE, "There is no such process");
        }
        arguments.giveWide(
                2, arguments.client().handles().open(HandleKind.TOKEN, new Token(this), () -> {}));
        return 1;
    }

    private static Number lookUp(Arguments arguments) {
        Integer id = PRIVILEGES.get(arguments.required(1));
        if (id == null) {
            throw Refusal.win32(NO_SUCH_PRIVILEGE, "There is no such privilege");
        }
        arguments.pointer(2).setLong(0, id);
        return 1;
    }

    private static Number adjust(Arguments arguments) {
        Set<Integer> enabled = arguments.handle(0, Token.class).rights().enabled;
        Pointer state = arguments.pointer(2);
        boolean all = true;
        for (int i = 0; i < state.getInt(0); i++) {
            long at = 4 + (long) ENTRY * i;
            int id = state.getInt(at);
            boolean known = PRIVILEGES.containsValue(id) && state.getInt(at + 4) == 0;
            all &= known;
            if (known && (state.getInt(at + 8) & ENABLED) != 0) {
                enabled.add(id);
            } else if (known && (state.getInt(at + 8) & REMOVED) == 0) {
                enabled.remove(id);
            }
        }
        // it succeeds also when it could do only some of it
        arguments.client().setLastError(all ? 0 : NOT_ALL_ASSIGNED);
        return 1;
    }

    /** Nothing here reads descriptors: any text of the right shape becomes an empty one. */
    private Number convert(Arguments arguments) {
        if (!SDDL.matcher(arguments.required(0)).matches() || arguments.number(1) != 1) {
            throw Refusal.win32(INVALID_SDDL, "This isn't a security descriptor");
        }
        long address = Native.malloc(EMPTY_DESCRIPTOR.length);
        new Pointer(address).write(0, EMPTY_DESCRIPTOR, 0, EMPTY_DESCRIPTOR.length);
        local.add(address);
        ledger.gave(LOCAL_MEMORY);
        arguments.giveWide(2, address);
        arguments.giveNumber(3, EMPTY_DESCRIPTOR.length);
        return 1;
    }

    /** {@code LocalFree}, which takes NULL and answers NULL. */
    private Number free(Arguments arguments) {
        long address = arguments.wide(0);
        if (local.remove(address)) {
            ledger.tookBack(LOCAL_MEMORY);
            Native.free(address);
        } else if (address != 0) {
            ledger.mistake("Local memory was freed that isn't out: " + address);
        }
        return 0;
    }
}
