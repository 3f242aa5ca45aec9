package dev.mullion.hcs.layer;

import com.sun.jna.Memory;
import dev.mullion.hcs.binding.WideString;
import dev.mullion.hcs.binding.WindowsGuid;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An array of {@code WC_LAYER_DESCRIPTOR}: GUID, flags, and at 24 the pointer to the path. */
final class LayerStructures implements AutoCloseable {

    private static final int SIZE = 32;
    private static final int PATH = 24;

    private final List<Memory> paths = new ArrayList<>();
    private final @Nullable Memory memory;

    LayerStructures(List<Layers.Parent> parents) {
        memory = parents.isEmpty() ? null : new Memory((long) SIZE * parents.size());
        if (memory != null) {
            memory.clear();
            long at = 0;
            for (Layers.Parent parent : parents) {
                Memory path = WideString.allocate(parent.path().toString());
                paths.add(path);
                WindowsGuid.write(memory, at, parent.id());
                memory.setPointer(at + PATH, path);
                at += SIZE;
            }
        }
    }

    /** The array, or null if there are no parents. */
    @Nullable Memory memory() {
        return memory;
    }

    long count() {
        return paths.size();
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
        }
        paths.forEach(Memory::close);
    }
}
