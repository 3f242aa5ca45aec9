package dev.mullion.hcs.binding;

import static dev.mullion.hcs.binding.Kind.*;

/**
 * Functions of vmcompute.dll. No public header has them: their shapes are those that Microsoft's
 * own Go client calls.
 */
@SuppressWarnings("ImmutableEnumChecker") // a signature has an immutable list
public enum VmComputeFunction implements NativeFunction {
    HCS_ENUMERATE_COMPUTE_SYSTEMS(
            "HcsEnumerateComputeSystems", HRESULT, STRING, STRING_OUT, STRING_OUT),
    HCS_CREATE_COMPUTE_SYSTEM(
            "HcsCreateComputeSystem", HRESULT, STRING, STRING, HANDLE, HANDLE_OUT, STRING_OUT),
    HCS_OPEN_COMPUTE_SYSTEM("HcsOpenComputeSystem", HRESULT, STRING, HANDLE_OUT, STRING_OUT),
    HCS_CLOSE_COMPUTE_SYSTEM("HcsCloseComputeSystem", HRESULT, HANDLE),
    HCS_START_COMPUTE_SYSTEM("HcsStartComputeSystem", HRESULT, HANDLE, STRING, STRING_OUT),
    HCS_SHUTDOWN_COMPUTE_SYSTEM("HcsShutdownComputeSystem", HRESULT, HANDLE, STRING, STRING_OUT),
    HCS_TERMINATE_COMPUTE_SYSTEM("HcsTerminateComputeSystem", HRESULT, HANDLE, STRING, STRING_OUT),
    HCS_PAUSE_COMPUTE_SYSTEM("HcsPauseComputeSystem", HRESULT, HANDLE, STRING, STRING_OUT),
    HCS_RESUME_COMPUTE_SYSTEM("HcsResumeComputeSystem", HRESULT, HANDLE, STRING, STRING_OUT),
    HCS_GET_COMPUTE_SYSTEM_PROPERTIES(
            "HcsGetComputeSystemProperties", HRESULT, HANDLE, STRING, STRING_OUT, STRING_OUT),
    HCS_MODIFY_COMPUTE_SYSTEM("HcsModifyComputeSystem", HRESULT, HANDLE, STRING, STRING_OUT),
    HCS_REGISTER_COMPUTE_SYSTEM_CALLBACK(
            "HcsRegisterComputeSystemCallback", HRESULT, HANDLE, CALLBACK, CONTEXT, HANDLE_OUT),
    HCS_UNREGISTER_COMPUTE_SYSTEM_CALLBACK("HcsUnregisterComputeSystemCallback", HRESULT, HANDLE),
    HCS_CREATE_PROCESS("HcsCreateProcess", HRESULT, HANDLE, STRING, MEMORY, HANDLE_OUT, STRING_OUT),
    HCS_OPEN_PROCESS("HcsOpenProcess", HRESULT, HANDLE, INT32, HANDLE_OUT, STRING_OUT),
    HCS_CLOSE_PROCESS("HcsCloseProcess", HRESULT, HANDLE),
    HCS_TERMINATE_PROCESS("HcsTerminateProcess", HRESULT, HANDLE, STRING_OUT),
    HCS_SIGNAL_PROCESS("HcsSignalProcess", HRESULT, HANDLE, STRING, STRING_OUT),
    HCS_GET_PROCESS_INFO("HcsGetProcessInfo", HRESULT, HANDLE, MEMORY, STRING_OUT),
    HCS_GET_PROCESS_PROPERTIES("HcsGetProcessProperties", HRESULT, HANDLE, STRING_OUT, STRING_OUT),
    HCS_MODIFY_PROCESS("HcsModifyProcess", HRESULT, HANDLE, STRING, STRING_OUT),
    HCS_REGISTER_PROCESS_CALLBACK(
            "HcsRegisterProcessCallback", HRESULT, HANDLE, CALLBACK, CONTEXT, HANDLE_OUT),
    HCS_UNREGISTER_PROCESS_CALLBACK("HcsUnregisterProcessCallback", HRESULT, HANDLE),
    HCS_GET_SERVICE_PROPERTIES("HcsGetServiceProperties", HRESULT, STRING, STRING_OUT, STRING_OUT),
    HCS_MODIFY_SERVICE_SETTINGS("HcsModifyServiceSettings", HRESULT, STRING, STRING_OUT),
    ACTIVATE_LAYER("ActivateLayer", HRESULT, MEMORY, STRING),
    DEACTIVATE_LAYER("DeactivateLayer", HRESULT, MEMORY, STRING),
    CREATE_LAYER("CreateLayer", HRESULT, MEMORY, STRING, STRING),
    LAYER_EXISTS("LayerExists", HRESULT, MEMORY, STRING, INT32_OUT),
    CREATE_SANDBOX_LAYER("CreateSandboxLayer", HRESULT, MEMORY, STRING, SIZE, MEMORY, SIZE),
    EXPAND_SANDBOX_SIZE("ExpandSandboxSize", HRESULT, MEMORY, STRING, INT64),
    PREPARE_LAYER("PrepareLayer", HRESULT, MEMORY, STRING, MEMORY, SIZE),
    UNPREPARE_LAYER("UnprepareLayer", HRESULT, MEMORY, STRING),
    GET_LAYER_MOUNT_PATH("GetLayerMountPath", HRESULT, MEMORY, STRING, SIZE_OUT, MEMORY),
    IMPORT_LAYER("ImportLayer", HRESULT, MEMORY, STRING, STRING, MEMORY, SIZE),
    EXPORT_LAYER("ExportLayer", HRESULT, MEMORY, STRING, STRING, MEMORY, SIZE),
    DESTROY_LAYER("DestroyLayer", HRESULT, MEMORY, STRING),
    NAME_TO_GUID("NameToGuid", HRESULT, STRING, GUID_OUT),
    PROCESS_BASE_IMAGE("ProcessBaseImage", HRESULT, STRING),
    PROCESS_UTILITY_IMAGE("ProcessUtilityImage", HRESULT, STRING),
    GRANT_VM_ACCESS("GrantVmAccess", HRESULT, STRING, STRING),
    HNS_CALL("HNSCall", HRESULT, STRING, STRING, STRING, STRING_OUT);

    private final Signature signature;

    VmComputeFunction(String export, Kind returns, Kind... parameters) {
        signature = Signature.of(Dll.VMCOMPUTE, export, returns, parameters);
    }

    @Override
    public Signature signature() {
        return signature;
    }
}
