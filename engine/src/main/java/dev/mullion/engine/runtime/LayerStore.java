package dev.mullion.engine.runtime;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Layers as the operating system keeps them, unpacked, and the writable layer of each container.
 *
 * <p>A layer is named by its chain: the digests of the uncompressed archives (OCI diff ids) from
 * the base layer up to itself. How much of that an implementation needs is its own affair. Safe for
 * many threads; a crash at any point leaves nothing that {@link #recover} doesn't remove.
 */
public interface LayerStore {

    /** Driver name as {@code docker info} shows it, for example {@code overlay2}. */
    String driver();

    /**
     * Whether a layer can be unpacked only when all below it are there. If not, layers of one image
     * may be unpacked side by side, in any order.
     */
    boolean baseFirst();

    /** Whether one of these layers brings the small system that a utility VM boots (Windows). */
    default boolean hasUtilityVm(List<Digest> chain) {
        return false;
    }

    /** Whether the layer is there, wholly unpacked. */
    boolean has(List<Digest> chain);

    /**
     * Unpacks a layer. It becomes visible when all of it was written and its digest is right; two
     * threads may unpack the same one.
     *
     * @param chain the layer and those below
     * @param tar the uncompressed archive; read to its end
     * @throws IOException if it doesn't match its digest, tries to leave its folder, is larger than
     *     allowed, or the disk is full; nothing of it is left
     */
    void unpack(List<Digest> chain, InputStream tar) throws IOException;

    /** Bytes of the unpacked layer's files; 0 if it isn't there. */
    long bytes(List<Digest> chain);

    /** Removes every layer that isn't in one of these chains. */
    void retain(Collection<List<Digest>> chains) throws IOException;

    /** Makes the writable layer of a container on top of a chain; on disk when this returns. */
    void prepare(ContainerId id, List<Digest> chain) throws IOException;

    /** Shows a container's file system on the host; again is fine. */
    RootFileSystem mount(ContainerId id) throws IOException;

    /** Hides it again; fine if it isn't mounted. */
    void unmount(ContainerId id) throws IOException;

    /**
     * Opens the files of a container.
     *
     * @param id its file system must be mounted; it may be unmounted while these are open
     * @param mounts what else is to be seen in it, those above before those below
     * @param readOnly whether its own file system can't be written
     * @throws NotOfferedException if this system can't do that
     */
    default OpenFiles open(ContainerId id, List<MountSpec.Bind> mounts, boolean readOnly)
            throws IOException {
        throw new NotOfferedException(
                "Files can't be copied into and out of containers on this system; share a volume,"
                        + " or pipe them through an exec");
    }

    /** Unmounts and removes the writable layer; fine if there is none. */
    void remove(ContainerId id) throws IOException;

    /**
     * Copies a folder of a mounted file system with all that the operating system knows of its
     * files: owners, rights, times, attributes, links, devices.
     *
     * @param from a folder that nobody changes
     * @param to isn't there yet, and nobody else writes around it; on disk when this returns
     */
    void copy(Path from, Path to) throws IOException;

    /** Bytes the container has written. */
    long writtenBytes(ContainerId id) throws IOException;

    /**
     * Cleans up after an engine before this one.
     *
     * @param known the containers that exist; other writable layers are removed
     * @param running those whose file systems stay mounted; the others are unmounted
     */
    void recover(Set<ContainerId> known, Set<ContainerId> running) throws IOException;
}
