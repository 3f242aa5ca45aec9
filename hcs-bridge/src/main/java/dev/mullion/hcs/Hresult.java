package dev.mullion.hcs;

import java.util.Set;

/**
 * The answer of a native call. HCS speaks in two prefixes: computecore.dll in {@code 0x8037xxxx},
 * vmcompute.dll in {@code 0xC037xxxx}; a Win32 code may come plain or wrapped as {@code
 * 0x8007xxxx}. All of these are made one, so that what means the same compares equal.
 *
 * @param code {@code 0x0037xxxx} for HCS, {@code xxxx} for Win32, else the 32 bits as they came
 * @param raw the 32 bits as they came
 */
public record Hresult(int code, int raw) {

    private static final int FACILITY = 0x1FFF0000;
    private static final int WIN32 = 0x00070000;
    private static final int FAILED_WIN32 = 0x80070000;
    private static final int HCS = 0x00370000;
    private static final int SEVERITY_OFF = 0x0FFFFFFF;

    private static final Set<Integer> NOT_FOUND =
            Set.of(0x0037010E, 0x490, 0x803B0001, 0x803B0002, 0x803B0008);
    private static final Set<Integer> ALREADY_STOPPED = Set.of(0x00370110, 0x0037011F, 0x490);
    private static final Set<Integer> NOT_SUPPORTED =
            Set.of(0x0037010D, 0xD, 0x32, 0x0037010B, 0x803B0015);
    private static final Set<Integer> ACCESS_DENIED = Set.of(0x5, 0x0037011B);
    private static final Set<Integer> ALREADY_EXISTS =
            Set.of(0x0037010F, 0x803B0010, 0x803B0011, 0x803B0012, 0x803B0013);
    private static final int OPERATION_TIMEOUT = 0x00370118;
    private static final int PENDING = 0x00370103;
    private static final int SERVICE_DISCONNECT = 0x0037011E;

    /**
     * Takes a code as it came.
     *
     * @param raw 32 bits
     * @return the code
     */
    public static Hresult of(int raw) {
        if ((raw & FACILITY) == WIN32) {
            return new Hresult(raw & 0xFFFF, raw);
        }
        if ((raw & SEVERITY_OFF & 0xFFFF0000) == HCS) {
            return new Hresult(raw & SEVERITY_OFF, raw);
        }
        return new Hresult(raw, raw);
    }

    /**
     * Takes a Win32 code, as {@code GetLastError} and virtdisk.dll give it.
     *
     * @param error 0 to 65535; 0 for success
     * @return the code
     */
    public static Hresult ofWin32(int error) {
        return of(error == 0 ? 0 : FAILED_WIN32 | (error & 0xFFFF));
    }

    /**
     * Says whether the call succeeded.
     *
     * @return true unless the 32 bits are negative, as documented
     */
    public boolean succeeded() {
        return raw >= 0;
    }

    /**
     * Says whether the request was accepted and a notification will tell its end (vmcompute.dll).
     *
     * @return true for {@code 0xC0370103}
     */
    public boolean isPending() {
        return code == PENDING;
    }

    /**
     * Says whether the thing doesn't exist.
     *
     * @return true for 010E, 0x490 and the missing network, endpoint or policy
     */
    public boolean isNotFound() {
        return NOT_FOUND.contains(code);
    }

    /**
     * Says whether the thing has ended: a success for those who wanted that.
     *
     * @return true for 0110, 011F and 0x490
     */
    public boolean isAlreadyStopped() {
        return ALREADY_STOPPED.contains(code);
    }

    /**
     * Says whether the host or the guest doesn't know the request.
     *
     * @return true for 010D, 010B, 0xD, 0x32 and HCN's 0015
     */
    public boolean isNotSupported() {
        return NOT_SUPPORTED.contains(code);
    }

    /**
     * Says whether a right is missing.
     *
     * @return true for 0x5 and 011B
     */
    public boolean isAccessDenied() {
        return ACCESS_DENIED.contains(code);
    }

    /**
     * Says whether something with this id, name or port exists.
     *
     * @return true for 010F and HCN's 0010 to 0013
     */
    public boolean isAlreadyExists() {
        return ALREADY_EXISTS.contains(code);
    }

    /**
     * Says whether the wait was over before the operation, which goes on.
     *
     * @return true for 0118
     */
    public boolean isTimeout() {
        return code == OPERATION_TIMEOUT;
    }

    /**
     * Says whether the service died, and with it every handle.
     *
     * @return true for 011E
     */
    public boolean isServiceLost() {
        return code == SERVICE_DISCONNECT;
    }

    /** Returns the code as Windows' tools write it, with its name if it has one here. */
    @Override
    public String toString() {
        String number = "0x%08X".formatted(raw);
        return HresultNames.find(code).map(name -> number + " (" + name + ")").orElse(number);
    }
}
