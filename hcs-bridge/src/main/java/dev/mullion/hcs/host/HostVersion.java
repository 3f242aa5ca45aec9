package dev.mullion.hcs.host;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.Hresult;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.binding.WideString;
import dev.mullion.hcs.binding.WindowsFunction;
import java.util.Objects;

/**
 * Which Windows this is, by its registry: what Windows tells a program by calls depends on what the
 * program claims to know.
 *
 * @param major 10
 * @param minor 0
 * @param build for example 20348
 * @param revision the servicing update within the build
 * @param server false for a workstation
 */
public record HostVersion(int major, int minor, int build, int revision, boolean server) {

    private static final String KEY = "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion";
    private static final long LOCAL_MACHINE = (int) 0x80000002L;
    private static final int TEXT = 0x2;
    private static final int NUMBER = 0x10;
    private static final int LONGEST = 512;
    private static final String WORKSTATION = "Client";

    /**
     * Reads it.
     *
     * @param calls the native calls
     * @return the version
     * @throws HcsException if the registry can't be read
     */
    public static HostVersion read(NativeCalls calls) {
        return new HostVersion(
                number(calls, "CurrentMajorVersionNumber"),
                number(calls, "CurrentMinorVersionNumber"),
                Integer.parseInt(text(calls, "CurrentBuildNumber")),
                number(calls, "UBR"),
                !text(calls, "InstallationType").equals(WORKSTATION));
    }

    private static int number(NativeCalls calls, String name) {
        try (Memory value = new Memory(Integer.BYTES)) {
            get(calls, name, NUMBER, value);
            return value.getInt(0);
        }
    }

    private static String text(NativeCalls calls, String name) {
        try (Memory value = new Memory(LONGEST)) {
            get(calls, name, TEXT, value);
            return Objects.requireNonNull(WideString.read(Pointer.nativeValue(value)));
        }
    }

    /** A text comes with its NUL: the function adds one that isn't stored. */
    private static void get(NativeCalls calls, String name, int type, Memory value) {
        value.clear();
        int error =
                calls.code(
                        WindowsFunction.REG_GET_VALUE_W,
                        LOCAL_MACHINE,
                        KEY,
                        name,
                        type,
                        null,
                        value,
                        new Out.Int32((int) value.size()));
        if (error != 0) {
            throw HcsException.of(
                    "Reading " + name + " of this Windows", Hresult.ofWin32(error), null);
        }
    }
}
