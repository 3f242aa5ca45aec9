package dev.mullion.hcs.layer;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * Layers on disk. Parents are listed nearest first, the base layer last. Paths are full paths of
 * folders on an NTFS volume. Every method blocks its thread in native code, some for minutes, needs
 * administrator's rights, and throws {@link dev.mullion.hcs.HcsException}.
 */
public interface Layers {

    /**
     * A layer beneath another.
     *
     * @param id the GUID that {@link Layers#id} gives for its folder's name
     * @param path its folder
     */
    record Parent(UUID id, Path path) {}

    /**
     * Turns a folder's name into the layer's GUID. Only the DLL knows how (UNVERIFIED algorithm).
     *
     * @param name the last part of the folder's path
     * @return always the same for one name
     */
    UUID id(String name);

    /**
     * Attaches a scratch's disk.
     *
     * @param layer its folder
     */
    void activate(Path layer);

    /**
     * Detaches a scratch's disk.
     *
     * @param layer its folder
     */
    void deactivate(Path layer);

    /**
     * Puts the parents' content beneath an activated scratch. One at a time on a host: concurrent
     * calls are known to fail, so the implementation lets them wait for each other.
     *
     * @param layer its folder
     * @param parents beneath it
     */
    void prepare(Path layer, List<Parent> parents);

    /**
     * Takes the parents' content away again.
     *
     * @param layer its folder
     */
    void unprepare(Path layer);

    /**
     * Tells where a prepared scratch is mounted.
     *
     * @param layer its folder
     * @return a volume path that ends in a backslash, or "" if it has none
     */
    String mountPath(Path layer);

    /**
     * Makes a scratch.
     *
     * @param layer its folder, which exists
     * @param parents beneath it
     */
    void createScratch(Path layer, List<Parent> parents);

    /**
     * Lets a scratch grow; it can't shrink.
     *
     * @param layer its folder
     * @param bytes the new size
     */
    void expandScratch(Path layer, long bytes);

    /**
     * Makes a layer of an import folder.
     *
     * @param layer the folder to make
     * @param source the import folder
     * @param parents beneath it
     */
    void importLayer(Path layer, Path source, List<Parent> parents);

    /**
     * Writes what a layer changes into an export folder.
     *
     * @param layer its folder
     * @param target the export folder, which exists
     * @param parents beneath it
     */
    void exportLayer(Path layer, Path target, List<Parent> parents);

    /**
     * Deletes a layer's folder, which plain deletion can't.
     *
     * @param layer its folder
     */
    void destroy(Path layer);

    /**
     * Says whether a layer exists.
     *
     * @param layer its folder
     * @return true if it is one
     */
    boolean exists(Path layer);

    /**
     * Finishes a base layer: hives, layout, disks. Takes minutes for Server Core.
     *
     * @param layer its folder
     */
    void processBaseImage(Path layer);

    /**
     * Finishes the utility VM of a layer.
     *
     * @param utilityVm the folder {@code UtilityVM}
     */
    void processUtilityImage(Path utilityVm);
}
