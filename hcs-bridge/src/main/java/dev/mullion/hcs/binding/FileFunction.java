package dev.mullion.hcs.binding;

import static dev.mullion.hcs.binding.Kind.*;

/**
 * Functions of kernel32.dll and ntdll.dll for files by handles: relative to an open folder, so that
 * no link planted below it leads out of it.
 */
@SuppressWarnings("ImmutableEnumChecker") // a signature has an immutable list
public enum FileFunction implements NativeFunction {
    CREATE_FILE_W(
            Dll.KERNEL32,
            "CreateFileW",
            HANDLE,
            STRING,
            INT32,
            INT32,
            MEMORY,
            INT32,
            INT32,
            HANDLE),
    GET_FILE_INFORMATION_BY_HANDLE_EX(
            Dll.KERNEL32, "GetFileInformationByHandleEx", INT32, HANDLE, INT32, MEMORY, INT32),
    SET_FILE_INFORMATION_BY_HANDLE(
            Dll.KERNEL32, "SetFileInformationByHandle", INT32, HANDLE, INT32, MEMORY, INT32),
    NT_CREATE_FILE(
            Dll.NTDLL,
            "NtCreateFile",
            INT32,
            HANDLE_OUT,
            INT32,
            MEMORY,
            MEMORY,
            MEMORY,
            INT32,
            INT32,
            INT32,
            INT32,
            MEMORY,
            INT32),
    NT_SET_INFORMATION_FILE(
            Dll.NTDLL, "NtSetInformationFile", INT32, HANDLE, MEMORY, MEMORY, INT32, INT32),
    MOVE_FILE_EX_W(Dll.KERNEL32, "MoveFileExW", INT32, STRING, STRING, INT32),
    LOCAL_FREE(Dll.KERNEL32, "LocalFree", HANDLE, HANDLE),
    CONVERT_STRING_SECURITY_DESCRIPTOR(
            Dll.ADVAPI32,
            "ConvertStringSecurityDescriptorToSecurityDescriptorW",
            INT32,
            STRING,
            INT32,
            HANDLE_OUT,
            INT32_OUT),
    RTL_NT_STATUS_TO_DOS_ERROR(Dll.NTDLL, "RtlNtStatusToDosError", INT32, INT32);

    private final Signature signature;

    FileFunction(Dll dll, String export, Kind returns, Kind... parameters) {
        signature = Signature.of(dll, export, returns, parameters);
    }

    @Override
    public Signature signature() {
        return signature;
    }
}
