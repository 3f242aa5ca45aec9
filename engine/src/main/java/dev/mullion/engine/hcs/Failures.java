package dev.mullion.engine.hcs;

import dev.mullion.engine.runtime.OtherSystemException;
import dev.mullion.engine.runtime.ProgramNotStartedException;
import dev.mullion.hcs.HcsException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** What Windows' codes mean for those who asked, and what they can do. */
final class Failures {

    static final int TERMINATED_DURING_START = 0x00370100;
    static final int IMAGE_MISMATCH = 0x00370101;
    static final int INVALID_STATE = 0x00370105;
    static final int UNEXPECTED_EXIT = 0x00370106;
    static final int INVALID_HANDLE = 0x6;
    static final int BAD_DIRECTORY = 0x10B;

    private static final Set<Integer> WORTH_A_SECOND_START =
            Set.of(TERMINATED_DURING_START, UNEXPECTED_EXIT, 0x00370108, 0x00370109, 0x0037010A);
    private static final Set<Integer> NO_PROGRAM = Set.of(0x2, 0x3);
    private static final Set<Integer> NO_EXECUTABLE = Set.of(0x5, 0xC1);

    private static final String GUEST_SILENT =
            "the utility VM's own Windows doesn't answer: the host has too much to do, or the image"
                    + " is damaged; try again, or pull the image anew";
    private static final String NO_MEMORY =
            "there is not enough memory on this host; stop other containers or give this one less";

    private static final Map<Integer, String> MEANINGS =
            Map.ofEntries(
                    Map.entry(TERMINATED_DURING_START, "it ended while it was starting"),
                    Map.entry(
                            0x00370102,
                            "Hyper-V isn't available on this host: switch the Windows feature on,"
                                    + " and nested virtualization if this host is a virtual machine"
                                    + " itself; or choose process isolation"),
                    Map.entry(INVALID_STATE, "it isn't running, or is about to end"),
                    Map.entry(
                            UNEXPECTED_EXIT,
                            "it ended unexpectedly; if that repeats, pull the image anew"),
                    Map.entry(0x00370107, "it was ended by force"),
                    Map.entry(0x00370108, GUEST_SILENT),
                    Map.entry(0x00370109, GUEST_SILENT),
                    Map.entry(0x0037010A, GUEST_SILENT),
                    Map.entry(0x0037010B, "the Windows inside the container can't do that"),
                    Map.entry(
                            0x0037010C,
                            "the Windows inside the container is too old or too new for this host"),
                    Map.entry(0x0037010D, "this build of Windows doesn't understand the request"),
                    Map.entry(0x0037010E, "it isn't there any more"),
                    Map.entry(0x00370110, "it has ended already"),
                    Map.entry(0x00370112, "a layer of its image is damaged; pull the image anew"),
                    Map.entry(
                            0x00370113,
                            "the image is a preview that only preview builds of Windows run"),
                    Map.entry(
                            0x00370114,
                            "this host lacks a Windows feature: switch Containers on, and Hyper-V"
                                    + " for Hyper-V isolation"),
                    Map.entry(0x00370118, "Windows took too long; the host has too much to do"),
                    Map.entry(0x0037011A, NO_MEMORY),
                    Map.entry(
                            0x0037011B, "the engine isn't allowed to: run it as an administrator"),
                    Map.entry(0x0037011C, "the Windows inside its utility VM crashed"),
                    Map.entry(
                            0x0037011E,
                            "the compute service (vmcompute) has ended; what it ran is looked for"
                                    + " when it is back"),
                    Map.entry(0x0037011F, "the process has ended already"),
                    Map.entry(0x8007000E, NO_MEMORY),
                    Map.entry(0xE, NO_MEMORY),
                    Map.entry(0x8, NO_MEMORY),
                    Map.entry(0x5AA, NO_MEMORY),
                    Map.entry(0x5AF, NO_MEMORY),
                    Map.entry(0x32, "this build of Windows doesn't offer it"));

    private Failures() {}

    /** Says what a failure means, with the service's own words behind. */
    static IOException of(String what, HcsException failure) {
        if (is(failure, IMAGE_MISMATCH)) {
            return new OtherSystemException(
                    what
                            + ": the image was made for another version of Windows than this"
                            + " host's; choose Hyper-V isolation, or the tag of the image for this"
                            + " host. "
                            + failure.getMessage(),
                    failure);
        }
        String meaning = MEANINGS.get(failure.code().code());
        return new IOException(
                what + ": " + (meaning == null ? "" : meaning + ". ") + failure.getMessage(),
                failure);
    }

    static boolean isWorthASecondStart(HcsException failure) {
        return WORTH_A_SECOND_START.contains(failure.code().code());
    }

    static boolean is(HcsException failure, int code) {
        return failure.code().code() == code;
    }

    /** Whether what was asked for has ended or isn't there: a success for those who end it. */
    static boolean hasEnded(HcsException failure) {
        return failure.code().isNotFound() || failure.code().isAlreadyStopped();
    }

    /** Says why a program couldn't be started, in words that Docker's command line understands. */
    static IOException ofProgram(String program, HcsException failure) {
        if (NO_PROGRAM.contains(failure.code().code())) {
            return new ProgramNotStartedException(
                    127,
                    "exec: \""
                            + program
                            + "\": executable file not found in %PATH%: The system cannot find the"
                            + " file specified ("
                            + failure.code()
                            + ")");
        }
        if (NO_EXECUTABLE.contains(failure.code().code())) {
            return new ProgramNotStartedException(
                    126,
                    "exec: \""
                            + program
                            + "\": permission denied, or no program of Windows ("
                            + failure.code()
                            + ")");
        }
        if (is(failure, BAD_DIRECTORY)) {
            return new IOException(
                    "exec: \""
                            + program
                            + "\": its working directory isn't there: "
                            + failure.getMessage(),
                    failure);
        }
        return of("exec: \"" + program + "\"", failure);
    }
}
