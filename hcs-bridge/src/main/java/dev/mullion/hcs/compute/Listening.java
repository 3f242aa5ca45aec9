package dev.mullion.hcs.compute;

import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.Hresult;
import dev.mullion.hcs.binding.Callbacks;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.NativeFunction;
import dev.mullion.hcs.binding.OwnedHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The listener of one handle of computecore.dll: registered once, forgotten when that is closed.
 */
final class Listening {

    private static final int NO_OPTIONS = 0;

    private final NativeCalls calls;
    private final NativeFunction register;
    private final String what;
    private final AtomicLong context = new AtomicLong();

    Listening(NativeCalls calls, NativeFunction register, String what) {
        this.calls = calls;
        this.register = register;
        this.what = what;
    }

    void begin(OwnedHandle handle, Consumer<ComputeEvent> listener) {
        Callbacks callbacks = calls.callbacks();
        long mine =
                callbacks.listen(notice ->
                        listener.accept(
                                new ComputeEvent(
                                        ComputeEvent.secondGeneration(notice.type()),
                                        notice.status(),
                                        notice.data())));
        boolean registered = false;
        try {
            Hresult result =
                    Hresult.of(
                            calls.code(register, handle, NO_OPTIONS, mine, callbacks.forEvents()));
            if (!result.succeeded()) {
                throw HcsException.of("Listening to " + what, result, null);
            }
            context.set(mine);
            registered = true;
        } finally {
            if (!registered) {
                callbacks.forget(mine);
            }
        }
    }

    /** To be called after the handle's close, which waits for listeners that are running. */
    void end() {
        calls.callbacks().forget(context.get());
    }
}
