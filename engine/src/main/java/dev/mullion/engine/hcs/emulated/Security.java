package dev.mullion.engine.hcs.emulated;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A security descriptor as most files of Windows have it, self-relative ([MS-DTYP] 2.4.6). */
final class Security {

    private static final int HEADER = 20;
    private static final int LIST_HEADER = 8;
    private static final int ENTRY_HEADER = 8;
    private static final short SELF_RELATIVE_WITH_LIST = (short) 0x8004;
    private static final int ALL = 0x1F01FF;
    private static final int READ_AND_EXECUTE = 0x1200A9;

    private static final List<Integer> SYSTEM = List.of(18);
    private static final List<Integer> ADMINISTRATORS = List.of(32, 544);
    private static final List<Integer> USERS = List.of(32, 545);

    private Security() {}

    private record Entry(int rights, List<Integer> who) {

        int length() {
            return ENTRY_HEADER + length(who);
        }

        private static int length(List<Integer> who) {
            return 8 + 4 * who.size();
        }
    }

    /** The system owns it, administrators may do all, users may read and run it. */
    static byte[] ofTheSystem() {
        List<Entry> entries =
                List.of(
                        new Entry(ALL, SYSTEM),
                        new Entry(ALL, ADMINISTRATORS),
                        new Entry(READ_AND_EXECUTE, USERS));
        int list = LIST_HEADER + entries.stream().mapToInt(Entry::length).sum();
        int owner = HEADER;
        int group = owner + Entry.length(SYSTEM);
        int access = group + Entry.length(SYSTEM);
        ByteBuffer bytes = ByteBuffer.allocate(access + list).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 1).put((byte) 0).putShort(SELF_RELATIVE_WITH_LIST);
        bytes.putInt(owner).putInt(group).putInt(0).putInt(access);
        putWho(bytes, SYSTEM);
        putWho(bytes, SYSTEM);
        bytes.put((byte) 2).put((byte) 0).putShort((short) list);
        bytes.putShort((short) entries.size()).putShort((short) 0);
        for (Entry entry : entries) {
            bytes.put((byte) 0).put((byte) 0).putShort((short) entry.length());
            bytes.putInt(entry.rights());
            putWho(bytes, entry.who());
        }
        return bytes.array();
    }

    /** Below the authority of Windows NT, 5, whose six bytes are written big-endian. */
    private static void putWho(ByteBuffer bytes, List<Integer> who) {
        bytes.put((byte) 1).put((byte) who.size());
        bytes.put(new byte[] {0, 0, 0, 0, 0, 5});
        who.forEach(bytes::putInt);
    }
}
