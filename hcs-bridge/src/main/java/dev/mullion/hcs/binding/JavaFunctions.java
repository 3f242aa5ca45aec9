package dev.mullion.hcs.binding;

import com.sun.jna.CallbackProxy;
import com.sun.jna.CallbackReference;
import com.sun.jna.Pointer;
import dev.mullion.hcs.NotAvailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Native functions whose bodies are Java: real code pointers that anyone in this process can call
 * with the calling convention of the machine. Through them the very code that calls Windows is
 * driven on any system.
 */
public final class JavaFunctions implements FunctionLookup {

    private static final Logger LOG = System.getLogger(JavaFunctions.class.getName());
    private static final int UNEXPECTED = 0x8000FFFF;

    private final Map<NativeFunction, Proxy> functions = new ConcurrentHashMap<>();
    private final ThreadLocal<Integer> lastError = ThreadLocal.withInitial(() -> 0);

    /** What a function does. */
    @FunctionalInterface
    public interface Body {
        /**
         * Answers a call.
         *
         * @param arguments an {@code Integer} for {@link Kind#INT32}, a {@code Long} for everything
         *     else: pointers are addresses
         * @return an {@code Integer} or {@code Long} as the function's result asks; anything for a
         *     function that gives nothing back
         */
        Number answer(Object[] arguments);
    }

    /**
     * Adds a function.
     *
     * @param function which; it can be added once
     * @param body what it does; what it throws becomes E_UNEXPECTED
     * @return this
     */
    public JavaFunctions with(NativeFunction function, Body body) {
        if (functions.putIfAbsent(function, new Proxy(function, body)) != null) {
            throw new IllegalArgumentException(function.export() + " is there already");
        }
        return this;
    }

    @Override
    public long address(NativeFunction function) {
        Proxy proxy = functions.get(function);
        if (proxy == null) {
            throw NotAvailableException.export(function.dll().file(), function.export(), null);
        }
        return Pointer.nativeValue(CallbackReference.getFunctionPointer(proxy));
    }

    /**
     * What {@code SetLastError} is to a function of Windows: bodies call it before they answer with
     * failure. They run on the thread that called.
     *
     * @param code a Win32 code
     */
    public void setLastError(int code) {
        lastError.set(code);
    }

    @Override
    public int lastError() {
        return lastError.get();
    }

    private record Proxy(NativeFunction function, Body body) implements CallbackProxy {

        @Override
        public @Nullable Object callback(Object[] arguments) {
            try {
                return result(body.answer(arguments));
            } catch (RuntimeException | Error e) {
                // nothing may unwind into native code
                LOG.log(Level.ERROR, function.export() + " failed", e);
                return result(UNEXPECTED);
            }
        }

        private @Nullable Object result(Number number) {
            return switch (function.returns()) {
                case VOID -> null;
                case HRESULT, INT32 -> number.intValue();
                default -> number.longValue();
            };
        }

        @Override
        public Class<?>[] getParameterTypes() {
            return function.parameters().stream()
                    .map(kind -> kind == Kind.INT32 ? int.class : long.class)
                    .toArray(Class<?>[]::new);
        }

        @Override
        public Class<?> getReturnType() {
            return Objects.requireNonNull(
                    switch (function.returns()) {
                        case VOID -> void.class;
                        case HRESULT, INT32 -> int.class;
                        default -> long.class;
                    });
        }

        // by identity: JNA keeps one code pointer for each object
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
