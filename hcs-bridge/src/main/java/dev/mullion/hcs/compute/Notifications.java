package dev.mullion.hcs.compute;

import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.Hresult;
import dev.mullion.hcs.binding.Callbacks;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.NativeFunction;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.binding.OwnedHandle;
import java.util.function.Consumer;

/** One registration with vmcompute.dll, ended before the handle that it belongs to is closed. */
final class Notifications implements AutoCloseable {

    private final NativeCalls calls;
    private final long context;
    private final OwnedHandle registration;

    private Notifications(NativeCalls calls, long context, OwnedHandle registration) {
        this.calls = calls;
        this.context = context;
        this.registration = registration;
    }

    static Notifications begin(
            NativeCalls calls,
            NativeFunction register,
            NativeFunction unregister,
            OwnedHandle handle,
            Consumer<Callbacks.Notice> listener) {
        Callbacks callbacks = calls.callbacks();
        long context = callbacks.listen(listener);
        var registration = new Out.Handle();
        boolean registered = false;
        try {
            Hresult result =
                    Hresult.of(
                            calls.code(
                                    register,
                                    handle,
                                    callbacks.forNotifications(),
                                    context,
                                    registration));
            if (!result.succeeded()) {
                throw HcsException.of("Listening by " + handle, result, null);
            }
            var owned =
                    new OwnedHandle(
                            registration.value(),
                            "a registration",
                            closing -> calls.code(unregister, closing));
            registered = true;
            return new Notifications(calls, context, owned);
        } finally {
            if (!registered) {
                callbacks.forget(context);
            }
        }
    }

    @Override
    public void close() {
        registration.close();
        calls.callbacks().forget(context);
    }
}
