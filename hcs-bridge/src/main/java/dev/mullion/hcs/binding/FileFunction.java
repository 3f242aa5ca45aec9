package dev.mullion.hcs.binding;

import static dev.mullion.hcs.binding.Kind.*;

import java.util.List;

/**
 * Functions of kernel32.dll and ntdll.dll for files by handles: relative to an open folder, so that
 * no link planted below it leads out of it.
 */
@SuppressWarnings("ImmutableEnumChecker") // List.of makes an immutable one
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

    private final Dll dll;
    private final String export;
    private final Kind returns;
    private final List<Kind> parameters;

    FileFunction(Dll dll, String export, Kind returns, Kind... parameters) {
        this.dll = dll;
        this.export = export;
        this.returns = returns;
        this.parameters = List.of(parameters);
    }

    @Override
    public Dll dll() {
        return dll;
    }

    @Override
    public String export() {
        return export;
    }

    @Override
    public Kind returns() {
        return returns;
    }

    @Override
    public List<Kind> parameters() {
        return parameters;
    }
}
