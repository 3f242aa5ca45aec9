package dev.mullion.hcs.binding;

import static dev.mullion.hcs.binding.Kind.*;

/** Functions of computecore.dll: there since build 17763, the group access ones since 19041. */
@SuppressWarnings("ImmutableEnumChecker") // a signature has an immutable list
public enum ComputeCoreFunction implements NativeFunction {
    HCS_CREATE_OPERATION("HcsCreateOperation", HANDLE, CONTEXT, CALLBACK),
    HCS_CLOSE_OPERATION("HcsCloseOperation", VOID, HANDLE),
    HCS_GET_OPERATION_TYPE("HcsGetOperationType", INT32, HANDLE),
    HCS_GET_OPERATION_ID("HcsGetOperationId", INT64, HANDLE),
    HCS_GET_OPERATION_RESULT("HcsGetOperationResult", HRESULT, HANDLE, STRING_OUT),
    HCS_GET_OPERATION_RESULT_AND_PROCESS_INFO(
            "HcsGetOperationResultAndProcessInfo", HRESULT, HANDLE, MEMORY, STRING_OUT),
    HCS_WAIT_FOR_OPERATION_RESULT("HcsWaitForOperationResult", HRESULT, HANDLE, INT32, STRING_OUT),
    HCS_WAIT_FOR_OPERATION_RESULT_AND_PROCESS_INFO(
            "HcsWaitForOperationResultAndProcessInfo", HRESULT, HANDLE, INT32, MEMORY, STRING_OUT),
    HCS_CANCEL_OPERATION("HcsCancelOperation", HRESULT, HANDLE),
    HCS_ENUMERATE_COMPUTE_SYSTEMS("HcsEnumerateComputeSystems", HRESULT, STRING, HANDLE),
    HCS_CREATE_COMPUTE_SYSTEM(
            "HcsCreateComputeSystem", HRESULT, STRING, STRING, HANDLE, MEMORY, HANDLE_OUT),
    HCS_OPEN_COMPUTE_SYSTEM("HcsOpenComputeSystem", HRESULT, STRING, INT32, HANDLE_OUT),
    HCS_CLOSE_COMPUTE_SYSTEM("HcsCloseComputeSystem", VOID, HANDLE),
    HCS_START_COMPUTE_SYSTEM("HcsStartComputeSystem", HRESULT, HANDLE, HANDLE, STRING),
    HCS_SHUT_DOWN_COMPUTE_SYSTEM("HcsShutDownComputeSystem", HRESULT, HANDLE, HANDLE, STRING),
    HCS_TERMINATE_COMPUTE_SYSTEM("HcsTerminateComputeSystem", HRESULT, HANDLE, HANDLE, STRING),
    HCS_PAUSE_COMPUTE_SYSTEM("HcsPauseComputeSystem", HRESULT, HANDLE, HANDLE, STRING),
    HCS_RESUME_COMPUTE_SYSTEM("HcsResumeComputeSystem", HRESULT, HANDLE, HANDLE, STRING),
    HCS_GET_COMPUTE_SYSTEM_PROPERTIES(
            "HcsGetComputeSystemProperties", HRESULT, HANDLE, HANDLE, STRING),
    HCS_MODIFY_COMPUTE_SYSTEM("HcsModifyComputeSystem", HRESULT, HANDLE, HANDLE, STRING, HANDLE),
    HCS_SET_COMPUTE_SYSTEM_CALLBACK(
            "HcsSetComputeSystemCallback", HRESULT, HANDLE, INT32, CONTEXT, CALLBACK),
    HCS_CREATE_PROCESS("HcsCreateProcess", HRESULT, HANDLE, STRING, HANDLE, MEMORY, HANDLE_OUT),
    HCS_OPEN_PROCESS("HcsOpenProcess", HRESULT, HANDLE, INT32, INT32, HANDLE_OUT),
    HCS_CLOSE_PROCESS("HcsCloseProcess", VOID, HANDLE),
    HCS_TERMINATE_PROCESS("HcsTerminateProcess", HRESULT, HANDLE, HANDLE, STRING),
    HCS_SIGNAL_PROCESS("HcsSignalProcess", HRESULT, HANDLE, HANDLE, STRING),
    HCS_GET_PROCESS_INFO("HcsGetProcessInfo", HRESULT, HANDLE, HANDLE),
    HCS_GET_PROCESS_PROPERTIES("HcsGetProcessProperties", HRESULT, HANDLE, HANDLE, STRING),
    HCS_MODIFY_PROCESS("HcsModifyProcess", HRESULT, HANDLE, HANDLE, STRING),
    HCS_SET_PROCESS_CALLBACK("HcsSetProcessCallback", HRESULT, HANDLE, INT32, CONTEXT, CALLBACK),
    HCS_GET_SERVICE_PROPERTIES("HcsGetServiceProperties", HRESULT, STRING, STRING_OUT),
    HCS_MODIFY_SERVICE_SETTINGS("HcsModifyServiceSettings", HRESULT, STRING, STRING_OUT),
    HCS_GRANT_VM_ACCESS("HcsGrantVmAccess", HRESULT, STRING, STRING),
    HCS_REVOKE_VM_ACCESS("HcsRevokeVmAccess", HRESULT, STRING, STRING),
    HCS_GRANT_VM_GROUP_ACCESS("HcsGrantVmGroupAccess", HRESULT, STRING),
    HCS_REVOKE_VM_GROUP_ACCESS("HcsRevokeVmGroupAccess", HRESULT, STRING);

    private final Signature signature;

    ComputeCoreFunction(String export, Kind returns, Kind... parameters) {
        signature = Signature.of(Dll.COMPUTECORE, export, returns, parameters);
    }

    @Override
    public Signature signature() {
        return signature;
    }
}
