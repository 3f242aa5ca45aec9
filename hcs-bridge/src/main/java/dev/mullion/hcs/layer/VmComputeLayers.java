package dev.mullion.hcs.layer;

import static dev.mullion.hcs.binding.VmComputeFunction.*;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.Hresult;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.NativeFunction;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.binding.WideString;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The classic layer functions of vmcompute.dll, which Docker and containerd use in production. */
public final class VmComputeLayers implements Layers {

    private static final int LONGEST_PATH = 32_768;

    private final NativeCalls calls;
    private final ReentrantLock preparing = new ReentrantLock();

    /**
     * Calls vmcompute.dll.
     *
     * @param calls the native calls
     */
    public VmComputeLayers(NativeCalls calls) {
        this.calls = calls;
    }

    @Override
    public UUID id(String name) {
        var id = new Out.Guid();
        check("Naming the layer " + name, calls.code(NAME_TO_GUID, name, id));
        return id.value();
    }

    @Override
    public void activate(Path layer) {
        onLayer("Activating", ACTIVATE_LAYER, layer);
    }

    @Override
    public void deactivate(Path layer) {
        onLayer("Deactivating", DEACTIVATE_LAYER, layer);
    }

    @Override
    public void prepare(Path layer, List<Parent> parents) {
        preparing.lock();
        try (var descriptors = new LayerStructures(parents)) {
            onLayer("Preparing", PREPARE_LAYER, layer, descriptors.memory(), descriptors.count());
        } finally {
            preparing.unlock();
        }
    }

    @Override
    public void unprepare(Path layer) {
        onLayer("Unpreparing", UNPREPARE_LAYER, layer);
    }

    @Override
    public String mountPath(Path layer) {
        var length = new Out.Size();
        onLayer("Finding the mount of", GET_LAYER_MOUNT_PATH, layer, length, null);
        if (length.value() == 0) {
            return "";
        }
        if (length.value() < 0 || length.value() > LONGEST_PATH) {
            throw new IllegalStateException(
                    "A mount path can't have " + length.value() + " characters");
        }
        try (Memory text = new Memory(2 * length.value() + 2)) {
            text.clear();
            onLayer("Finding the mount of", GET_LAYER_MOUNT_PATH, layer, length, text);
            String path = WideString.read(Pointer.nativeValue(text));
            return path == null || path.isEmpty() || path.endsWith("\\")
                    ? String.valueOf(path)
                    : path + "\\";
        }
    }

    @Override
    public void createScratch(Path layer, List<Parent> parents) {
        try (var descriptors = new LayerStructures(parents)) {
            onLayer(
                    "Creating",
                    CREATE_SANDBOX_LAYER,
                    layer,
                    0L,
                    descriptors.memory(),
                    descriptors.count());
        }
    }

    @Override
    public void expandScratch(Path layer, long bytes) {
        onLayer("Expanding", EXPAND_SANDBOX_SIZE, layer, bytes);
    }

    @Override
    public void importLayer(Path layer, Path source, List<Parent> parents) {
        try (var descriptors = new LayerStructures(parents)) {
            onLayer(
                    "Importing",
                    IMPORT_LAYER,
                    layer,
                    source.toString(),
                    descriptors.memory(),
                    descriptors.count());
        }
    }

    @Override
    public void exportLayer(Path layer, Path target, List<Parent> parents) {
        try (var descriptors = new LayerStructures(parents)) {
            onLayer(
                    "Exporting",
                    EXPORT_LAYER,
                    layer,
                    target.toString(),
                    descriptors.memory(),
                    descriptors.count());
        }
    }

    @Override
    public void destroy(Path layer) {
        onLayer("Destroying", DESTROY_LAYER, layer);
    }

    @Override
    public boolean exists(Path layer) {
        var there = new Out.Int32();
        onLayer("Looking for", LAYER_EXISTS, layer, there);
        return there.value() != 0;
    }

    @Override
    public void processBaseImage(Path layer) {
        check(
                "Finishing the base layer " + layer,
                calls.code(PROCESS_BASE_IMAGE, layer.toString()));
    }

    @Override
    public void processUtilityImage(Path utilityVm) {
        check(
                "Finishing the utility VM " + utilityVm,
                calls.code(PROCESS_UTILITY_IMAGE, utilityVm.toString()));
    }

    /** Every one takes the driver first, then the layer's full path as its id. */
    private void onLayer(
            String doing, NativeFunction function, Path layer, @Nullable Object... more) {
        @Nullable Object[] all = new @Nullable Object[more.length + 2];
        System.arraycopy(more, 0, all, 2, more.length);
        all[1] = layer.toString();
        try (var driver = new DriverStructure()) {
            all[0] = driver.memory();
            check(doing + " the layer " + layer, calls.code(function, all));
        }
    }

    private static void check(String what, int code) {
        Hresult result = Hresult.of(code);
        if (!result.succeeded()) {
            throw HcsException.of(what, result, null);
        }
    }
}
