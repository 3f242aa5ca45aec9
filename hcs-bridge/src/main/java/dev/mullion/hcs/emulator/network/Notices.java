package dev.mullion.hcs.emulator.network;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.mullion.hcs.binding.WideString;
import dev.mullion.hcs.emulator.EmulatedHost;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells those who asked for it what happens to networks, one after the other for each of them. */
final class Notices {

    static final int NETWORK_PRE_CREATE = 1;
    static final int NETWORK_CREATE = 2;
    static final int NETWORK_PRE_DELETE = 3;
    static final int NETWORK_DELETE = 4;
    static final int NAMESPACE_CREATE = 5;
    static final int NAMESPACE_DELETE = 6;
    static final int ENDPOINT_ATTACHED = 9;
    static final int ENDPOINT_DETACHED = 0x10;

    private final EmulatedHost host;
    private final List<Registered> all = new CopyOnWriteArrayList<>();

    Notices(EmulatedHost host) {
        this.host = host;
    }

    private record Notice(int type, String data) {}

    /** One callback. Closing waits for a call of it that is under way. */
    final class Registered {
        private final long callback;
        private final long context;
        private final Queue<Notice> waiting = new ConcurrentLinkedQueue<>();
        private boolean closed;

        private Registered(long callback, long context) {
            this.callback = callback;
            this.context = context;
        }

        private void tell(Notice notice) {
            waiting.add(notice);
            host.run(this::next);
        }

        /** Whichever thread comes first takes the oldest: they keep their order. */
        private synchronized void next() {
            Notice notice = waiting.poll();
            if (closed || notice == null) {
                return;
            }
            try (Memory text = WideString.allocate(notice.data())) {
                Function.getFunction(new Pointer(callback))
                        .invoke(void.class, new Object[] {notice.type(), context, 0, text});
            }
        }

        void close() {
            all.remove(this);
            synchronized (this) {
                closed = true;
            }
        }
    }

    Registered register(long callback, long context) {
        var registered = new Registered(callback, context);
        all.add(registered);
        return registered;
    }

    /** What the data looks like is UNVERIFIED; the id is in it. */
    void tell(int type, UUID id) {
        String data = Documents.object().put("ID", id.toString()).toString();
        all.forEach(registered -> registered.tell(new Notice(type, data)));
    }
}
