package dev.mullion.hcs.layer;

import static dev.mullion.hcs.binding.FileFunction.CONVERT_STRING_SECURITY_DESCRIPTOR;
import static dev.mullion.hcs.binding.FileFunction.LOCAL_FREE;

import com.sun.jna.Pointer;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.Out;

/** Security descriptors as text, which only Windows can read in full. */
public final class SecurityDescriptors {

    private static final int REVISION_1 = 1;
    private static final int LONGEST = 128 * 1024;

    private final NativeCalls calls;

    /**
     * Calls advapi32.dll.
     *
     * @param calls the native calls
     */
    public SecurityDescriptors(NativeCalls calls) {
        this.calls = calls;
    }

    /**
     * Reads a descriptor.
     *
     * @param sddl in the security descriptor definition language
     * @return self-relative
     * @throws HcsException with a Win32 code if Windows doesn't understand it
     */
    public byte[] parse(String sddl) {
        var descriptor = new Out.Handle();
        var size = new Out.Int32();
        new FileFailures(calls)
                .check(
                        "Reading a security descriptor",
                        calls.code(
                                CONVERT_STRING_SECURITY_DESCRIPTOR,
                                sddl,
                                REVISION_1,
                                descriptor,
                                size));
        try {
            if (size.value() < 0 || size.value() > LONGEST) {
                throw new IllegalStateException(
                        "A security descriptor can't have " + size.value() + " bytes");
            }
            return new Pointer(descriptor.value()).getByteArray(0, size.value());
        } finally {
            calls.call(LOCAL_FREE, descriptor.value());
        }
    }
}
