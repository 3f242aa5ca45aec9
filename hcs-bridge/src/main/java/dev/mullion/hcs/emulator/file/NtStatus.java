package dev.mullion.hcs.emulator.file;

import java.util.Map;
import java.util.stream.Collectors;

/** The answers of ntdll.dll, and the Win32 codes they stand for. */
final class NtStatus {

    static final int SUCCESS = 0;

    private static final int UNSUCCESSFUL = 0xC0000001;
    private static final int NO_ERROR_CODE = 317; // ERROR_MR_MID_NOT_FOUND

    private static final Map<Integer, Integer> OF_WIN32 =
            Map.ofEntries(
                    Map.entry(FileProblem.FILE_NOT_FOUND, 0xC0000034),
                    Map.entry(FileProblem.PATH_NOT_FOUND, 0xC000003A),
                    Map.entry(FileProblem.ACCESS_DENIED, 0xC0000022),
                    Map.entry(FileProblem.INVALID_HANDLE, 0xC0000008),
                    Map.entry(FileProblem.SHARING_VIOLATION, 0xC0000043),
                    Map.entry(FileProblem.INVALID_PARAMETER, 0xC000000D),
                    Map.entry(FileProblem.DISK_FULL, 0xC000007F),
                    Map.entry(FileProblem.INVALID_NAME, 0xC0000033),
                    Map.entry(FileProblem.NOT_EMPTY, 0xC0000101),
                    Map.entry(FileProblem.ALREADY_EXISTS, 0xC0000035),
                    Map.entry(FileProblem.NOT_A_DIRECTORY, 0xC0000103),
                    Map.entry(FileProblem.REPARSE_POINT_ENCOUNTERED, 0xC000050B),
                    Map.entry(FileProblem.PRIVILEGE_NOT_HELD, 0xC0000061),
                    Map.entry(FileProblem.GENERAL_FAILURE, UNSUCCESSFUL));

    private static final Map<Integer, Integer> TO_WIN32 =
            OF_WIN32.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    private NtStatus() {}

    static int of(int win32) {
        return OF_WIN32.getOrDefault(win32, UNSUCCESSFUL);
    }

    /** {@code RtlNtStatusToDosError}. */
    static int toWin32(int status) {
        return status == SUCCESS ? 0 : TO_WIN32.getOrDefault(status, NO_ERROR_CODE);
    }
}
