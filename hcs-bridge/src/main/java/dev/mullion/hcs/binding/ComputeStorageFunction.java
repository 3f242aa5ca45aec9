package dev.mullion.hcs.binding;

import static dev.mullion.hcs.binding.Kind.*;

/** Functions of computestorage.dll: there since build 17763. */
@SuppressWarnings("ImmutableEnumChecker") // a signature has an immutable list
public enum ComputeStorageFunction implements NativeFunction {
    HCS_IMPORT_LAYER("HcsImportLayer", HRESULT, STRING, STRING, STRING),
    HCS_EXPORT_LAYER("HcsExportLayer", HRESULT, STRING, STRING, STRING, STRING),
    HCS_DESTROY_LAYER("HcsDestroyLayer", HRESULT, STRING),
    HCS_SETUP_BASE_OS_LAYER("HcsSetupBaseOSLayer", HRESULT, STRING, HANDLE, STRING),
    HCS_INITIALIZE_WRITABLE_LAYER("HcsInitializeWritableLayer", HRESULT, STRING, STRING, STRING),
    HCS_ATTACH_LAYER_STORAGE_FILTER("HcsAttachLayerStorageFilter", HRESULT, STRING, STRING),
    HCS_DETACH_LAYER_STORAGE_FILTER("HcsDetachLayerStorageFilter", HRESULT, STRING),
    HCS_FORMAT_WRITABLE_LAYER_VHD("HcsFormatWritableLayerVhd", HRESULT, HANDLE),
    HCS_GET_LAYER_VHD_MOUNT_PATH("HcsGetLayerVhdMountPath", HRESULT, HANDLE, STRING_OUT);

    private final Signature signature;

    ComputeStorageFunction(String export, Kind returns, Kind... parameters) {
        signature = Signature.of(Dll.COMPUTESTORAGE, export, returns, parameters);
    }

    @Override
    public Signature signature() {
        return signature;
    }
}
