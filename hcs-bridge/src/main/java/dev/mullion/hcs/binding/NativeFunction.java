package dev.mullion.hcs.binding;

import java.util.List;

/** One exported function: where it is, what it is called, and what goes in and out. */
public interface NativeFunction {

    /**
     * Returns all of it.
     *
     * @return the signature
     */
    Signature signature();

    /**
     * Returns the library.
     *
     * @return the one that exports it
     */
    default Dll dll() {
        return signature().dll();
    }

    /**
     * Returns the name.
     *
     * @return the plain export, for example {@code HcsCreateProcess}
     */
    default String export() {
        return signature().export();
    }

    /**
     * Returns what it gives back.
     *
     * @return one of {@code VOID}, {@code HRESULT}, {@code INT32}, {@code INT64}, {@code HANDLE}
     */
    default Kind returns() {
        return signature().returns();
    }

    /**
     * Returns what it takes.
     *
     * @return a kind for each parameter, in order
     */
    default List<Kind> parameters() {
        return signature().parameters();
    }
}
