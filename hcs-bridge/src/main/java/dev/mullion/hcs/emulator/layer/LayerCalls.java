package dev.mullion.hcs.emulator.layer;

import static dev.mullion.hcs.binding.VmComputeFunction.*;

import com.sun.jna.Pointer;
import dev.mullion.hcs.binding.NativeFunction;
import dev.mullion.hcs.binding.WideString;
import dev.mullion.hcs.binding.WindowsGuid;
import dev.mullion.hcs.emulator.Arguments;
import dev.mullion.hcs.emulator.Functions;
import dev.mullion.hcs.emulator.Part;
import dev.mullion.hcs.emulator.Refusal;
import dev.mullion.hcs.emulator.file.FileProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The layer functions of vmcompute.dll. */
public final class LayerCalls implements Part {

    private static final int DESCRIPTOR = 32;
    private static final int DESCRIPTOR_PATH = 24;
    private static final int FILTER = 1;
    private static final int MOST_PARENTS = 1000;
    private static final int INSUFFICIENT_BUFFER = 122;
    private static final int SUCCESS = 0;

    private final EmulatedLayers layers;

    /**
     * Adds the functions of one machine.
     *
     * @param layers of that machine
     */
    public LayerCalls(EmulatedLayers layers) {
        this.layers = layers;
    }

    /** Something with one layer. */
    @FunctionalInterface
    private interface OnLayer {
        void run(Path layer, Arguments arguments);
    }

    @Override
    public void addTo(Functions functions) {
        on(functions, ACTIVATE_LAYER, (layer, call) -> layers.activate(layer));
        on(functions, DEACTIVATE_LAYER, (layer, call) -> layers.deactivate(layer));
        on(functions, UNPREPARE_LAYER, (layer, call) -> layers.unprepare(layer));
        on(functions, DESTROY_LAYER, (layer, call) -> layers.destroy(layer));
        on(functions, CREATE_LAYER, (layer, call) -> createFolder(layer));
        on(functions, EXPAND_SANDBOX_SIZE, (layer, call) -> layers.expand(layer, call.wide(2)));
        on(functions, PREPARE_LAYER, (layer, call) -> layers.prepare(layer, parents(call, 2)));
        on(
                functions,
                CREATE_SANDBOX_LAYER,
                (layer, call) -> layers.create(layer, parents(call, 3)));
        on(
                functions,
                IMPORT_LAYER,
                (layer, call) ->
                        layers.importLayer(layer, path(call.required(2)), parents(call, 3)));
        on(
                functions,
                EXPORT_LAYER,
                (layer, call) -> layers.export(layer, path(call.required(2)), parents(call, 3)));
        on(
                functions,
                LAYER_EXISTS,
                (layer, call) -> call.pointer(2).setInt(0, layers.exists(layer) ? 1 : 0));
        on(functions, GET_LAYER_MOUNT_PATH, this::mountPath);
        functions
                .with(NAME_TO_GUID, LayerCalls::nameToGuid)
                .with(
                        PROCESS_BASE_IMAGE,
                        call -> {
                            layers.processBaseImage(path(call.required(0)));
                            return SUCCESS;
                        })
                .with(
                        PROCESS_UTILITY_IMAGE,
                        call -> {
                            layers.processUtilityImage(path(call.required(0)));
                            return SUCCESS;
                        })
                .with(GRANT_VM_ACCESS, LayerCalls::grantAccess);
    }

    @Override
    public void rebooted() {
        layers.rebooted();
    }

    private static void on(Functions functions, NativeFunction function, OnLayer act) {
        functions.with(
                function,
                call -> {
                    act.run(layer(call), call);
                    return SUCCESS;
                });
    }

    /** The driver's home folder, and the id in it; or the id alone, if that is the whole path. */
    private static Path layer(Arguments call) {
        Pointer driver = call.pointer(0);
        if (driver.getInt(0) != FILTER) {
            throw Refusal.win32(FileProblem.INVALID_PARAMETER, "Only the filter driver is here");
        }
        String home = WideString.read(driver.getLong(8));
        String id = call.required(1);
        return home == null || home.isEmpty() ? path(id) : path(home).resolve(id).normalize();
    }

    static Path path(String text) {
        try {
            Path path = Path.of(text).normalize();
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw Refusal.win32(FileProblem.INVALID_NAME, "This isn't a path: " + text);
        }
        throw Refusal.win32(FileProblem.PATH_NOT_FOUND, "This isn't a whole path: " + text);
    }

    private static List<EmulatedLayers.Named> parents(Arguments call, int index) {
        long count = call.wide(index + 1);
        if (count < 0 || count > MOST_PARENTS) {
            throw Refusal.win32(FileProblem.INVALID_PARAMETER, "There can't be so many parents");
        }
        List<EmulatedLayers.Named> parents = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            Pointer descriptor = call.pointer(index).share(i * DESCRIPTOR);
            String path = WideString.read(descriptor.getLong(DESCRIPTOR_PATH));
            if (path == null) {
                throw Refusal.win32(FileProblem.INVALID_PARAMETER, "A parent has no path");
            }
            parents.add(new EmulatedLayers.Named(WindowsGuid.read(descriptor, 0), path(path)));
        }
        return parents;
    }

    private static void createFolder(Path layer) {
        try {
            Files.createDirectories(layer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asked for the length first, which counts the NUL; 0 if there is no path. */
    private void mountPath(Path layer, Arguments call) {
        Pointer length = call.pointer(2);
        // without the last backslash: those who need one add it
        String path = layers.mountPath(layer).orElse("");
        String mount = path.isEmpty() ? "" : path.substring(0, path.length() - 1);
        long needed = mount.isEmpty() ? 0 : mount.length() + 1L;
        if (call.given(3) && needed > 0) {
            if (length.getLong(0) < needed) {
                throw Refusal.win32(INSUFFICIENT_BUFFER, "The path doesn't fit");
            }
            byte[] text = (mount + '\0').getBytes(StandardCharsets.UTF_16LE);
            call.pointer(3).write(0, text, 0, text.length);
        }
        length.setLong(0, needed);
    }

    private static Number nameToGuid(Arguments call) {
        call.giveGuid(1, LayerGuid.of(call.required(0)));
        return SUCCESS;
    }

    private static Number grantAccess(Arguments call) {
        if (!Files.exists(path(call.required(1)))) {
            throw Refusal.win32(FileProblem.FILE_NOT_FOUND, "There is no such file");
        }
        return SUCCESS;
    }
}
