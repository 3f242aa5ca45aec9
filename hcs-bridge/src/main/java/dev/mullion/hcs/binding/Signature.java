package dev.mullion.hcs.binding;

import java.util.List;

/**
 * Where a function is, what it is called, and what goes in and out.
 *
 * @param dll the library that exports it
 * @param export the plain name, for example {@code HcsCreateProcess}
 * @param returns one of {@code VOID}, {@code HRESULT}, {@code INT32}, {@code INT64}, {@code HANDLE}
 * @param parameters a kind for each, in order
 */
public record Signature(Dll dll, String export, Kind returns, List<Kind> parameters) {

    /** Keeps what was given. */
    public Signature {
        parameters = List.copyOf(parameters);
    }

    /**
     * Describes a function.
     *
     * @param dll the library that exports it
     * @param export the plain name
     * @param returns what it gives back
     * @param parameters what it takes
     * @return the signature
     */
    public static Signature of(Dll dll, String export, Kind returns, Kind... parameters) {
        return new Signature(dll, export, returns, List.of(parameters));
    }
}
