package dev.mullion.hcs.emulator.layer;

import static dev.mullion.hcs.binding.ComputeStorageFunction.*;
import static dev.mullion.hcs.binding.WindowsFunction.DETACH_VIRTUAL_DISK;
import static dev.mullion.hcs.binding.WindowsFunction.OPEN_VIRTUAL_DISK;

import dev.mullion.hcs.emulator.Arguments;
import dev.mullion.hcs.emulator.Functions;
import dev.mullion.hcs.emulator.HandleKind;
import dev.mullion.hcs.emulator.Part;
import dev.mullion.hcs.emulator.Refusal;
import dev.mullion.hcs.emulator.file.FileProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The functions of computestorage.dll and virtdisk.dll. */
public final class StorageCalls implements Part {

    private static final int SUCCESS = 0;
    private static final int INVALID_JSON = 0x8037010D;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final EmulatedLayers layers;

    private record OpenDisk(Path file) {}

    /**
     * Adds the functions of one machine.
     *
     * @param layers of that machine
     */
    public StorageCalls(EmulatedLayers layers) {
        this.layers = layers;
    }

    @Override
    public void addTo(Functions functions) {
        functions
                .with(
                        HCS_IMPORT_LAYER,
                        call -> {
                            layers.importLayer(folder(call, 0), folder(call, 1), parents(call, 2));
                            return SUCCESS;
                        })
                .with(
                        HCS_EXPORT_LAYER,
                        call -> {
                            layers.export(folder(call, 0), folder(call, 1), parents(call, 2));
                            return SUCCESS;
                        })
                .with(
                        HCS_DESTROY_LAYER,
                        call -> {
                            layers.destroy(folder(call, 0));
                            return SUCCESS;
                        })
                .with(HCS_SETUP_BASE_OS_LAYER, this::setUp)
                .with(
                        HCS_INITIALIZE_WRITABLE_LAYER,
                        call -> {
                            layers.create(folder(call, 0), parents(call, 1));
                            return SUCCESS;
                        })
                .with(
                        HCS_ATTACH_LAYER_STORAGE_FILTER,
                        call -> {
                            layers.prepare(scratch(call), parents(call, 1));
                            return SUCCESS;
                        })
                .with(
                        HCS_DETACH_LAYER_STORAGE_FILTER,
                        call -> {
                            layers.unprepare(scratch(call));
                            return SUCCESS;
                        })
                .with(
                        HCS_FORMAT_WRITABLE_LAYER_VHD,
                        call -> {
                            call.handle(0, OpenDisk.class);
                            return SUCCESS;
                        })
                .with(HCS_GET_LAYER_VHD_MOUNT_PATH, this::mountPath)
                .with(OPEN_VIRTUAL_DISK, StorageCalls::openDisk)
                .with(DETACH_VIRTUAL_DISK, this::detach);
    }

    private static Path folder(Arguments call, int index) {
        return LayerCalls.path(call.required(index));
    }

    private Path scratch(Arguments call) {
        String volume = call.required(0);
        return layers.attached(volume)
                .orElseThrow(() ->
                        Refusal.win32(FileProblem.PATH_NOT_FOUND, "No such volume: " + volume));
    }

    private static List<EmulatedLayers.Named> parents(Arguments call, int index) {
        List<EmulatedLayers.Named> parents = new ArrayList<>();
        for (JsonNode layer : json(call.text(index)).path("Layers")) {
            try {
                UUID id = UUID.fromString(layer.path("Id").asString());
                parents.add(
                        new EmulatedLayers.Named(
                                id, LayerCalls.path(layer.path("Path").asString())));
            } catch (IllegalArgumentException e) {
                throw Refusal.of(INVALID_JSON, "A layer has no GUID");
            }
        }
        return parents;
    }

    private static JsonNode json(@Nullable String text) {
        try {
            return MAPPER.readTree(text == null || text.isBlank() ? "{}" : text);
        } catch (JacksonException e) {
            throw Refusal.of(INVALID_JSON, "This isn't JSON");
        }
    }

    /** A container's hives are made of files; a virtual machine's go onto a disk. */
    private Number setUp(Arguments call) {
        switch (json(call.text(2)).path("Type").asString("Container")) {
            case "Container" -> layers.setUpBaseLayer(folder(call, 0));
            case "Vm" -> {
                call.handle(1, OpenDisk.class);
                layers.processUtilityImage(folder(call, 0));
            }
            default -> throw Refusal.of(INVALID_JSON, "There is no such type of layer");
        }
        return SUCCESS;
    }

    private Number mountPath(Arguments call) {
        Path disk = call.handle(0, OpenDisk.class).file();
        String mount =
                layers.mountPath(disk.resolveSibling("").normalize())
                        .orElseThrow(() -> Refusal.win32(0x15, "The disk isn't attached: " + disk));
        call.giveText(1, mount);
        return SUCCESS;
    }

    private static Number openDisk(Arguments call) {
        Path file = LayerCalls.path(call.required(1));
        if (!Files.isRegularFile(file)) {
            throw Refusal.win32(FileProblem.FILE_NOT_FOUND, "There is no disk " + file);
        }
        call.giveWide(
                5, call.client().handles().open(HandleKind.DISK, new OpenDisk(file), () -> {}));
        return SUCCESS;
    }

    private Number detach(Arguments call) {
        layers.detach(call.handle(0, OpenDisk.class).file());
        return SUCCESS;
    }
}
