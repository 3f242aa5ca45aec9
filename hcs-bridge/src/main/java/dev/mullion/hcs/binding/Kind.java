package dev.mullion.hcs.binding;

/**
 * What a native function takes or gives back, as far as marshalling goes. Pointers and handles are
 * 64 bits wide: containers exist on 64-bit Windows only.
 */
public enum Kind {
    /** Nothing is given back. */
    VOID,
    /** A signed 32-bit result; negative means failure. */
    HRESULT,
    /** {@code DWORD}, {@code BOOL}, {@code UINT32} or an enumeration. Java: {@code Integer}. */
    INT32,
    /** {@code UINT64}. Java: {@code Long}. */
    INT64,
    /** {@code UINT_PTR} or {@code SIZE_T}. Java: {@code Long}. */
    SIZE,
    /** An opaque handle. Java: {@link OwnedHandle}, {@code Long}, or null for none. */
    HANDLE,
    /** {@code PCWSTR}: UTF-16LE with a final NUL. Java: {@code String}, or null for NULL. */
    STRING,
    /** {@code void*} that the function only hands on. Java: {@code Long}, or null for NULL. */
    CONTEXT,
    /** Memory with a structure or bytes. Java: {@code com.sun.jna.Pointer}, or null for NULL. */
    MEMORY,
    /** {@code REFGUID}. Java: {@code java.util.UUID}. */
    GUID,
    /** A function to call back. Java: {@code com.sun.jna.Callback}, or null for none. */
    CALLBACK,
    /**
     * {@code PWSTR*}: a string the callee allocates. Java: {@link Out.Text}, or null if unwanted.
     */
    STRING_OUT,
    /** A handle the callee makes. Java: {@link Out.Handle}. */
    HANDLE_OUT,
    /** A 32-bit number to fill. Java: {@link Out.Int32}. */
    INT32_OUT,
    /** A pointer-sized number to read and fill. Java: {@link Out.Size}. */
    SIZE_OUT,
    /** A GUID to fill. Java: {@link Out.Guid}. */
    GUID_OUT
}
