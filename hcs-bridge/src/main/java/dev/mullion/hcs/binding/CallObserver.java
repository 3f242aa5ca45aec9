package dev.mullion.hcs.binding;

import dev.mullion.hcs.NotAvailableException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees the calls of native functions and what is called back. It throws nothing and is quick. */
public interface CallObserver {

    /** Sees nothing. */
    CallObserver NONE =
            new CallObserver() {
                @Override
                public UnderWay begins(
                        NativeFunction function, List<? extends @Nullable Object> arguments) {
                    return (result, lastError) -> {};
                }

                @Override
                public void missing(NativeFunction function, NotAvailableException why) {}

                @Override
                public void notice(long context, Callbacks.Notice notice) {}
            };

    /** A call that has begun. */
    @FunctionalInterface
    interface UnderWay {
        /**
         * The call has returned, on the thread that made it; the {@link Out} among its arguments
         * are filled, and memory is still there.
         *
         * @param result as {@link NativeCalls#call} gives it
         * @param lastError the Win32 code it left, 0 where it leaves none
         */
        void ended(long result, int lastError);
    }

    /**
     * A call begins.
     *
     * @param function which
     * @param arguments one for each parameter, of the Java type that {@link Kind} names; handles
     *     are a {@code Long}
     * @return what hears of its end
     */
    UnderWay begins(NativeFunction function, List<? extends @Nullable Object> arguments);

    /**
     * A function isn't on this host.
     *
     * @param function which
     * @param why what stood in the way
     */
    void missing(NativeFunction function, NotAvailableException why);

    /**
     * Windows calls back, on its own thread.
     *
     * @param context whom, as it was registered
     * @param notice what it says
     */
    void notice(long context, Callbacks.Notice notice);
}
