package dev.mullion.hcs.binding;

import com.sun.jna.Callback;
import com.sun.jna.CallbackThreadInitializer;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What Windows calls when something happens. There is one native callback of each shape for all
 * handles; the {@code context} that Windows hands on says whom a call is for. So the native side
 * never holds a pointer to something collected: a call that comes after its listener was removed
 * finds nobody and ends.
 */
public final class Callbacks {

    private static final Logger LOG = System.getLogger(Callbacks.class.getName());
    private static final int EVENT_TYPE = 0;
    private static final int EVENT_DATA = 8;

    private final CallObserver observer;
    private final Map<Long, Consumer<Notice>> listeners = new ConcurrentHashMap<>();
    private final AtomicLong lastContext = new AtomicLong();
    private final EventCallback event = this::onEvent;
    private final NotificationCallback notification = this::onNotification;

    Callbacks(CallObserver observer) {
        this.observer = observer;
        // the threads are the service's own: they must not keep this process from ending
        Native.setCallbackThreadInitializer(event, threads("hcs-event"));
        Native.setCallbackThreadInitializer(notification, threads("hcs-notification"));
    }

    private static CallbackThreadInitializer threads(String name) {
        return new CallbackThreadInitializer(true, false, name);
    }

    /**
     * Something that Windows told, on a thread of its own.
     *
     * @param type the number of the event or notification
     * @param status an HRESULT; 0 where the shape of the callback has none
     * @param data a JSON document, or null
     */
    public record Notice(int type, int status, @Nullable String data) {}

    /**
     * Adds a listener.
     *
     * @param listener called on threads of Windows; must be quick and close no handles
     * @return the context to register with, which names the listener; never 0
     */
    public long listen(Consumer<Notice> listener) {
        long context = lastContext.incrementAndGet();
        listeners.put(context, listener);
        return context;
    }

    /**
     * Removes a listener. A call to it that is under way goes on.
     *
     * @param context what {@link #listen} gave
     */
    public void forget(long context) {
        listeners.remove(context);
    }

    /**
     * Returns how many listeners there are.
     *
     * @return 0 when every handle with a listener is closed
     */
    public int listening() {
        return listeners.size();
    }

    /**
     * Returns the callback for computecore.dll.
     *
     * @return an {@code HCS_EVENT_CALLBACK}
     */
    public Callback forEvents() {
        return event;
    }

    /**
     * Returns the callback for vmcompute.dll and computenetwork.dll.
     *
     * @return an {@code HCS_NOTIFICATION_CALLBACK}, which has the shape of HCN's too
     */
    public Callback forNotifications() {
        return notification;
    }

    private void onEvent(Pointer what, long context) {
        // the data is Windows' own and gone when this returns
        deliver(context, what.getInt(EVENT_TYPE), 0, what.getLong(EVENT_DATA));
    }

    private void onNotification(int type, long context, int status, long data) {
        deliver(context, type, status, data);
    }

    private void deliver(long context, int type, int status, long data) {
        Consumer<Notice> listener = listeners.get(context);
        if (listener == null) {
            return;
        }
        try {
            Notice notice = new Notice(type, status, WideString.read(data));
            observer.notice(context, notice);
            listener.accept(notice);
        } catch (RuntimeException | Error e) {
            // nothing may unwind into Windows
            LOG.log(Level.ERROR, "A listener failed on notice " + Integer.toHexString(type), e);
        }
    }

    interface EventCallback extends Callback {
        void callback(Pointer event, long context);
    }

    interface NotificationCallback extends Callback {
        void callback(int type, long context, int status, long data);
    }
}
