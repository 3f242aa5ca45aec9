package dev.mullion.hcs.binding;

import static dev.mullion.hcs.binding.Kind.*;

/** The functions of Windows beneath the compute service that are needed beside it. */
@SuppressWarnings("ImmutableEnumChecker") // a signature has an immutable list
public enum WindowsFunction implements NativeFunction {
    CO_TASK_MEM_FREE(Dll.OLE32, "CoTaskMemFree", VOID, CONTEXT),
    CLOSE_HANDLE(Dll.KERNEL32, "CloseHandle", INT32, HANDLE),
    GET_CURRENT_PROCESS(Dll.KERNEL32, "GetCurrentProcess", HANDLE),
    CREATE_EVENT_W(Dll.KERNEL32, "CreateEventW", HANDLE, MEMORY, INT32, INT32, STRING),
    READ_FILE(Dll.KERNEL32, "ReadFile", INT32, HANDLE, MEMORY, INT32, INT32_OUT, MEMORY),
    WRITE_FILE(Dll.KERNEL32, "WriteFile", INT32, HANDLE, MEMORY, INT32, INT32_OUT, MEMORY),
    GET_OVERLAPPED_RESULT(
            Dll.KERNEL32, "GetOverlappedResult", INT32, HANDLE, MEMORY, INT32_OUT, INT32),
    CANCEL_IO_EX(Dll.KERNEL32, "CancelIoEx", INT32, HANDLE, MEMORY),
    BACKUP_READ(
            Dll.KERNEL32,
            "BackupRead",
            INT32,
            HANDLE,
            MEMORY,
            INT32,
            INT32_OUT,
            INT32,
            INT32,
            HANDLE_OUT),
    BACKUP_WRITE(
            Dll.KERNEL32,
            "BackupWrite",
            INT32,
            HANDLE,
            MEMORY,
            INT32,
            INT32_OUT,
            INT32,
            INT32,
            HANDLE_OUT),
    REG_GET_VALUE_W(
            Dll.ADVAPI32,
            "RegGetValueW",
            INT32,
            HANDLE,
            STRING,
            STRING,
            INT32,
            INT32_OUT,
            MEMORY,
            INT32_OUT),
    OPEN_PROCESS_TOKEN(Dll.ADVAPI32, "OpenProcessToken", INT32, HANDLE, INT32, HANDLE_OUT),
    LOOKUP_PRIVILEGE_VALUE_W(Dll.ADVAPI32, "LookupPrivilegeValueW", INT32, STRING, STRING, MEMORY),
    ADJUST_TOKEN_PRIVILEGES(
            Dll.ADVAPI32,
            "AdjustTokenPrivileges",
            INT32,
            HANDLE,
            INT32,
            MEMORY,
            INT32,
            MEMORY,
            INT32_OUT),
    OPEN_VIRTUAL_DISK(
            Dll.VIRTDISK,
            "OpenVirtualDisk",
            INT32,
            MEMORY,
            STRING,
            INT32,
            INT32,
            MEMORY,
            HANDLE_OUT),
    DETACH_VIRTUAL_DISK(Dll.VIRTDISK, "DetachVirtualDisk", INT32, HANDLE, INT32, INT32);

    private final Signature signature;

    WindowsFunction(Dll dll, String export, Kind returns, Kind... parameters) {
        signature = Signature.of(dll, export, returns, parameters);
    }

    @Override
    public Signature signature() {
        return signature;
    }
}
