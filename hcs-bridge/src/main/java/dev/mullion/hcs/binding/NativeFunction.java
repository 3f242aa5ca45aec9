package dev.mullion.hcs.binding;

import java.util.List;

/** One exported function: where it is, what it is called, and what goes in and out. */
public interface NativeFunction {

    /**
     * Returns the library.
     *
     * @return the one that exports it
     */
    Dll dll();

    /**
     * Returns the name.
     *
     * @return the plain export, for example {@code HcsCreateProcess}
     */
    String export();

    /**
     * Returns what it gives back.
     *
     * @return one of {@code VOID}, {@code HRESULT}, {@code INT32}, {@code INT64}, {@code HANDLE}
     */
    Kind returns();

    /**
     * Returns what it takes.
     *
     * @return a kind for each parameter, in order
     */
    List<Kind> parameters();
}
