package dev.mullion.hcs.binding;

import static dev.mullion.hcs.binding.Kind.*;

/** Functions of computenetwork.dll: there since build 17763. */
@SuppressWarnings("ImmutableEnumChecker") // a signature has an immutable list
public enum ComputeNetworkFunction implements NativeFunction {
    HCN_ENUMERATE_NETWORKS("HcnEnumerateNetworks", HRESULT, STRING, STRING_OUT, STRING_OUT),
    HCN_CREATE_NETWORK("HcnCreateNetwork", HRESULT, GUID, STRING, HANDLE_OUT, STRING_OUT),
    HCN_OPEN_NETWORK("HcnOpenNetwork", HRESULT, GUID, HANDLE_OUT, STRING_OUT),
    HCN_MODIFY_NETWORK("HcnModifyNetwork", HRESULT, HANDLE, STRING, STRING_OUT),
    HCN_QUERY_NETWORK_PROPERTIES(
            "HcnQueryNetworkProperties", HRESULT, HANDLE, STRING, STRING_OUT, STRING_OUT),
    HCN_DELETE_NETWORK("HcnDeleteNetwork", HRESULT, GUID, STRING_OUT),
    HCN_CLOSE_NETWORK("HcnCloseNetwork", HRESULT, HANDLE),
    HCN_ENUMERATE_ENDPOINTS("HcnEnumerateEndpoints", HRESULT, STRING, STRING_OUT, STRING_OUT),
    HCN_CREATE_ENDPOINT("HcnCreateEndpoint", HRESULT, HANDLE, GUID, STRING, HANDLE_OUT, STRING_OUT),
    HCN_OPEN_ENDPOINT("HcnOpenEndpoint", HRESULT, GUID, HANDLE_OUT, STRING_OUT),
    HCN_MODIFY_ENDPOINT("HcnModifyEndpoint", HRESULT, HANDLE, STRING, STRING_OUT),
    HCN_QUERY_ENDPOINT_PROPERTIES(
            "HcnQueryEndpointProperties", HRESULT, HANDLE, STRING, STRING_OUT, STRING_OUT),
    HCN_DELETE_ENDPOINT("HcnDeleteEndpoint", HRESULT, GUID, STRING_OUT),
    HCN_CLOSE_ENDPOINT("HcnCloseEndpoint", HRESULT, HANDLE),
    HCN_ENUMERATE_NAMESPACES("HcnEnumerateNamespaces", HRESULT, STRING, STRING_OUT, STRING_OUT),
    HCN_CREATE_NAMESPACE("HcnCreateNamespace", HRESULT, GUID, STRING, HANDLE_OUT, STRING_OUT),
    HCN_OPEN_NAMESPACE("HcnOpenNamespace", HRESULT, GUID, HANDLE_OUT, STRING_OUT),
    HCN_MODIFY_NAMESPACE("HcnModifyNamespace", HRESULT, HANDLE, STRING, STRING_OUT),
    HCN_QUERY_NAMESPACE_PROPERTIES(
            "HcnQueryNamespaceProperties", HRESULT, HANDLE, STRING, STRING_OUT, STRING_OUT),
    HCN_DELETE_NAMESPACE("HcnDeleteNamespace", HRESULT, GUID, STRING_OUT),
    HCN_CLOSE_NAMESPACE("HcnCloseNamespace", HRESULT, HANDLE),
    HCN_REGISTER_SERVICE_CALLBACK(
            "HcnRegisterServiceCallback", HRESULT, CALLBACK, CONTEXT, HANDLE_OUT),
    HCN_UNREGISTER_SERVICE_CALLBACK("HcnUnregisterServiceCallback", HRESULT, HANDLE);

    private final Signature signature;

    ComputeNetworkFunction(String export, Kind returns, Kind... parameters) {
        signature = Signature.of(Dll.COMPUTENETWORK, export, returns, parameters);
    }

    @Override
    public Signature signature() {
        return signature;
    }
}
