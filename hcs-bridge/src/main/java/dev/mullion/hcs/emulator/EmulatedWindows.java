package dev.mullion.hcs.emulator;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Windows that is pretended.
 *
 * @param major 10
 * @param minor 0
 * @param build for example 20348; 17763 at least
 * @param revision the fourth number
 * @param server whether it is a server edition; a workstation otherwise
 * @param hypervisor whether Hyper-V is there
 * @param processors of the machine
 * @param memory of the machine in bytes
 */
public record EmulatedWindows(
        int major,
        int minor,
        int build,
        int revision,
        boolean server,
        boolean hypervisor,
        int processors,
        long memory) {

    private static final Pattern VERSION =
            Pattern.compile("(\\d{1,5})\\.(\\d{1,5})\\.(\\d{1,6})\\.(\\d{1,6})");
    private static final int LOWEST_BUILD = 17763;
    private static final int PROCESSORS = 4;
    private static final long MEMORY = 16L << 30;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if no such Windows has the functions that are pretended
     */
    public EmulatedWindows {
        if (major != 10 || build < LOWEST_BUILD) {
            throw new IllegalArgumentException(
                    "A Windows "
                            + major
                            + "."
                            + minor
                            + "."
                            + build
                            + " can't be pretended: it has to be 10.0."
                            + LOWEST_BUILD
                            + " or newer");
        }
        if (processors < 1 || memory < 1L << 30) {
            throw new IllegalArgumentException(
                    "A machine needs a processor and 1 GiB, not "
                            + processors
                            + " and "
                            + memory
                            + " bytes");
        }
    }

    /**
     * Pretends a server with Hyper-V, 4 processors and 16 GiB.
     *
     * @param version four numbers, for example {@code 10.0.20348.2700}
     * @return the Windows
     * @throws IllegalArgumentException if it isn't such a version
     */
    public static EmulatedWindows of(String version) {
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.matches()) {
            throw new IllegalArgumentException(
                    "'"
                            + version
                            + "' isn't a version of Windows: give four numbers, for example"
                            + " 10.0.20348.2700");
        }
        return new EmulatedWindows(
                Integer.parseInt(numbers.group(1)),
                Integer.parseInt(numbers.group(2)),
                Integer.parseInt(numbers.group(3)),
                Integer.parseInt(numbers.group(4)),
                true,
                true,
                PROCESSORS,
                MEMORY);
    }

    /**
     * The same machine with another Windows.
     *
     * @param version as for {@link #of}
     * @return a copy
     * @throws IllegalArgumentException as there
     */
    public EmulatedWindows asVersion(String version) {
        EmulatedWindows other = of(version);
        return new EmulatedWindows(
                other.major,
                other.minor,
                other.build,
                other.revision,
                server,
                hypervisor,
                processors,
                memory);
    }

    /**
     * The same as a workstation.
     *
     * @return a copy
     */
    public EmulatedWindows asWorkstation() {
        return new EmulatedWindows(
                major, minor, build, revision, false, hypervisor, processors, memory);
    }

    /**
     * The same without Hyper-V.
     *
     * @return a copy
     */
    public EmulatedWindows withoutHypervisor() {
        return new EmulatedWindows(
                major, minor, build, revision, server, false, processors, memory);
    }

    /**
     * Returns the version.
     *
     * @return four numbers with dots between them
     */
    public String version() {
        return major + "." + minor + "." + build + "." + revision;
    }

    /**
     * Returns what {@code ver} prints.
     *
     * @return one line that says EMULATED
     */
    public String banner() {
        return "Microsoft Windows [Version " + version() + "] EMULATED";
    }
}
