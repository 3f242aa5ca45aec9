package dev.mullion.engine.hcs.layer;

import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.layer.BackupFiles;
import dev.mullion.hcs.layer.Layers;
import dev.mullion.hcs.layer.SecurityDescriptors;
import dev.mullion.hcs.layer.VirtualDisks;
import dev.mullion.hcs.layer.VmComputeLayers;
import java.nio.file.Path;
import java.util.List;

/**
 * What layers need of Windows.
 *
 * @param layers the layer functions
 * @param files files with all that Windows keeps of them
 * @param disks virtual disks
 * @param descriptors security as text
 */
record Windows(
        Layers layers, BackupFiles files, VirtualDisks disks, SecurityDescriptors descriptors) {

    static Windows of(NativeCalls calls) {
        return new Windows(
                new VmComputeLayers(calls),
                new BackupFiles(calls),
                new VirtualDisks(calls),
                new SecurityDescriptors(calls));
    }

    /** Layers as the functions take them. */
    List<Layers.Parent> parents(List<Path> folders) {
        return folders.stream()
                .map(folder -> new Layers.Parent(layers.id(LayerFolders.nameOf(folder)), folder))
                .toList();
    }
}
