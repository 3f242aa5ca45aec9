package dev.mullion.hcs.binding;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import dev.mullion.hcs.NotAvailableException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Calls native functions. Each is looked up when it is called first, so that a library or an export
 * that a host lacks matters only to those who need it.
 *
 * <p>A call blocks its thread until the function returns, some for minutes; on a virtual thread it
 * holds the carrier meanwhile. May be used from any number of threads.
 *
 * <p>Whoever opens handles keeps this object reachable until they are closed: it holds what the
 * native side calls back.
 */
public final class NativeCalls {

    private final FunctionLookup lookup;
    private final CallObserver observer;
    private final Map<NativeFunction, Function> found = new ConcurrentHashMap<>();
    private final Callbacks callbacks;
    private final ThreadLocal<Integer> lastError = ThreadLocal.withInitial(() -> 0);

    /**
     * Calls what a lookup finds.
     *
     * @param lookup where the functions are
     */
    public NativeCalls(FunctionLookup lookup) {
        this(lookup, CallObserver.NONE);
    }

    /**
     * Calls what a lookup finds, before somebody's eyes.
     *
     * @param lookup where the functions are
     * @param observer sees the calls, but those that only give a string back
     */
    public NativeCalls(FunctionLookup lookup, CallObserver observer) {
        this.lookup = lookup;
        this.observer = observer;
        this.callbacks = new Callbacks(observer);
    }

    /**
     * Returns what the native side can call.
     *
     * @return the callbacks, which live as long as this object
     */
    public Callbacks callbacks() {
        return callbacks;
    }

    /**
     * Calls a function.
     *
     * @param function which
     * @param arguments one for each parameter, of the Java type that {@link Kind} names
     * @return the result: sign-extended if it has 32 bits, 0 if there is none
     * @throws NotAvailableException if this host has no such function
     * @throws IllegalArgumentException if an argument isn't of its kind
     * @throws IllegalStateException if a handle among the arguments is closed
     */
    public long call(NativeFunction function, @Nullable Object... arguments) {
        Function target = find(function);
        if (function.parameters().contains(Kind.STRING_OUT)) {
            // found before there is anything to free
            find(WindowsFunction.CO_TASK_MEM_FREE);
        }
        try (CallArguments marshalled = new CallArguments(function, arguments)) {
            CallObserver.UnderWay seen = observer.begins(function, marshalled.values());
            long result = invoke(target, function.returns(), marshalled.natives());
            int error = leavesError(function) ? lookup.lastError() : 0;
            if (leavesError(function)) {
                // what is freed below are calls, too
                lastError.set(error);
            }
            marshalled.takeOutputs(this::free);
            seen.ended(result, error);
            return result;
        }
    }

    /**
     * Calls a function that answers with an HRESULT, a Win32 code or a BOOL.
     *
     * @param function which
     * @param arguments as for {@link #call}
     * @return the 32 bits
     */
    public int code(NativeFunction function, @Nullable Object... arguments) {
        return (int) call(function, arguments);
    }

    /**
     * Returns why the latest call of this thread failed, for functions that answer only with a
     * BOOL, a handle or a length ({@code ReadFile}, {@code CreateFileW} …).
     *
     * @return the Win32 code; means something only where the answer said failure
     */
    public int lastError() {
        return lastError.get();
    }

    /** An HRESULT says itself what went wrong. */
    private static boolean leavesError(NativeFunction function) {
        return function.returns() != Kind.HRESULT && function.returns() != Kind.VOID;
    }

    /** Strings go back with CoTaskMemFree: what Microsoft's own clients do for all the DLLs. */
    private void free(long string) {
        invoke(find(WindowsFunction.CO_TASK_MEM_FREE), Kind.VOID, new Object[] {string});
    }

    private Function find(NativeFunction function) {
        return found.computeIfAbsent(function, this::lookUp);
    }

    private Function lookUp(NativeFunction function) {
        try {
            return Function.getFunction(
                    new Pointer(lookup.address(function)), Function.C_CONVENTION);
        } catch (NotAvailableException e) {
            observer.missing(function, e);
            throw e;
        }
    }

    private static long invoke(Function target, Kind returns, @Nullable Object[] arguments) {
        return switch (returns) {
            case VOID -> {
                target.invoke(void.class, arguments);
                yield 0;
            }
            case HRESULT, INT32 -> ((Integer) required(target.invoke(int.class, arguments)));
            case INT64, HANDLE -> ((Long) required(target.invoke(long.class, arguments)));
            default -> throw new IllegalArgumentException(returns + " is no kind of result");
        };
    }

    private static Object required(@Nullable Object result) {
        return Objects.requireNonNull(result, "JNA gave no result");
    }
}
