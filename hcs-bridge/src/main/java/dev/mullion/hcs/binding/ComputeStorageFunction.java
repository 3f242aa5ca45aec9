package dev.mullion.hcs.binding;

import static dev.mullion.hcs.binding.Kind.*;

import java.util.List;

/** Functions of computestorage.dll: there since build 17763. */
@SuppressWarnings("ImmutableEnumChecker") // List.of makes an immutable one
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

    private final String export;
    private final Kind returns;
    private final List<Kind> parameters;

    ComputeStorageFunction(String export, Kind returns, Kind... parameters) {
        this.export = export;
        this.returns = returns;
        this.parameters = List.of(parameters);
    }

    @Override
    public Dll dll() {
        return Dll.COMPUTESTORAGE;
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
