package dev.mullion.hcs.compute;

import com.sun.jna.Memory;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.Hresult;
import dev.mullion.hcs.binding.ComputeCoreFunction;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.NativeFunction;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.binding.OwnedHandle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request to computecore.dll. A fresh one is made for each request. Closing it while the
 * request runs is allowed: the request goes on and its result is dropped.
 */
final class Operation implements AutoCloseable {

    /** No limit: {@code INFINITE}. */
    private static final long LONGEST = 0xFFFFFFFEL;

    private static final int OUT_OF_MEMORY = 0x8007000E;

    private final NativeCalls calls;
    private final String what;
    private final OwnedHandle handle;

    Operation(NativeCalls calls, String what) {
        this.calls = calls;
        this.what = what;
        long made = calls.call(ComputeCoreFunction.HCS_CREATE_OPERATION, null, null);
        if (made == 0) {
            throw HcsException.of(what, Hresult.of(OUT_OF_MEMORY), null);
        }
        this.handle =
                new OwnedHandle(
                        made,
                        "an operation",
                        closing -> calls.call(ComputeCoreFunction.HCS_CLOSE_OPERATION, closing));
    }

    OwnedHandle handle() {
        return handle;
    }

    /**
     * Makes the request.
     *
     * @throws HcsException with the document that tells the reason, which the operation may hold
     */
    void request(NativeFunction function, @Nullable Object... arguments) {
        Hresult accepted = Hresult.of(calls.code(function, arguments));
        if (!accepted.succeeded()) {
            var document = new Out.Text();
            calls.code(ComputeCoreFunction.HCS_GET_OPERATION_RESULT, handle, document);
            throw HcsException.of(what, accepted, document.value());
        }
    }

    /** Waits for the result and returns its document, "" if there is none. */
    String await(Duration limit) {
        var document = new Out.Text();
        Hresult result =
                Hresult.of(
                        calls.code(
                                ComputeCoreFunction.HCS_WAIT_FOR_OPERATION_RESULT,
                                handle,
                                milliseconds(limit),
                                document));
        return checked(result, document);
    }

    /** Waits for the result and fills a process information. */
    void await(Duration limit, Memory information) {
        var document = new Out.Text();
        Hresult result =
                Hresult.of(
                        calls.code(
                                ComputeCoreFunction.HCS_WAIT_FOR_OPERATION_RESULT_AND_PROCESS_INFO,
                                handle,
                                milliseconds(limit),
                                information,
                                document));
        checked(result, document);
    }

    private String checked(Hresult result, Out.Text document) {
        if (!result.succeeded()) {
            throw HcsException.of(what, result, document.value());
        }
        String text = document.value();
        return text == null ? "" : text;
    }

    private static int milliseconds(Duration limit) {
        return (int) Math.max(0, Math.min(limit.toMillis(), LONGEST));
    }

    @Override
    public void close() {
        handle.close();
    }
}
