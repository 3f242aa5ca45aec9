package dev.mullion.engine.linux.layer;

import dev.mullion.docker.Digest;
import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.engine.state.DurableFiles;
import dev.mullion.engine.state.FolderTree;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Whole layers. A layer is here if its folder is: it came by one rename, after all of it. */
final class UnpackedLayers {

    static final String FILES = "diff";
    static final String SIZE = "size";

    /** 130 bits of the digest: enough that nobody makes two layers of one short name. */
    private static final int SHORT = 26;

    private final StoreFolders folders;
    private final Map<Digest, Long> sizes = new ConcurrentHashMap<>();

    /** Guards that folders, links and sizes change together. */
    private final ReentrantLock places = new ReentrantLock();

    UnpackedLayers(StoreFolders folders) throws IOException {
        this.folders = folders;
        for (Path layer : StoreFolders.in(folders.unpacked())) {
            String name = String.valueOf(layer.getFileName());
            Digest digest = Digest.of(name.replaceFirst("-", ":"));
            sizes.put(digest, Long.parseLong(Files.readString(layer.resolve(SIZE)).strip()));
        }
    }

    boolean has(Digest layer) {
        return sizes.containsKey(layer);
    }

    long bytes(Digest layer) {
        return sizes.getOrDefault(layer, 0L);
    }

    /** The folder of a layer's files. */
    Path files(Digest layer) {
        return folder(layer).resolve(FILES);
    }

    /** Names of layers' files relative to the store, as mounts take them. */
    List<String> shortNames(List<Digest> layers) {
        if (layers.isEmpty()) {
            return List.of(folders.root().relativize(folders.nothing()).toString());
        }
        return layers.stream().map(layer -> "l/" + shortName(layer)).toList();
    }

    /** Unpacks a layer; when it returns the layer is here, and on disk. */
    void unpack(Digest layer, InputStream tar, ArchiveLimits limits) throws IOException {
        Path folder = folders.newTemporary();
        try {
            Unpacking unpacking = new Unpacking(layer, folder, limits);
            long bytes = unpacking.run(tar);
            moveIntoPlace(layer, unpacking.layer(), bytes);
        } finally {
            FolderTree.remove(folder);
        }
    }

    private void moveIntoPlace(Digest layer, Path from, long bytes) throws IOException {
        places.lock();
        try {
            if (has(layer)) {
                // another thread was faster, and the digest says it is the same
                return;
            }
            link(layer);
            DurableFiles.move(from, folder(layer));
            sizes.put(layer, bytes);
        } finally {
            places.unlock();
        }
    }

    /**
     * Takes out all layers but these, to be removed by the caller.
     *
     * @return where they are now
     */
    List<Path> takeAllBut(Set<Digest> kept) throws IOException {
        List<Path> taken = new ArrayList<>();
        places.lock();
        try {
            for (Digest layer : List.copyOf(sizes.keySet())) {
                if (!kept.contains(layer)) {
                    Path to = folders.newTemporary();
                    Files.move(folder(layer), to.resolve(FILES), StandardCopyOption.ATOMIC_MOVE);
                    sizes.remove(layer);
                    Files.deleteIfExists(link(shortName(layer)));
                    taken.add(to);
                }
            }
            return taken;
        } finally {
            places.unlock();
        }
    }

    /** Makes links and layers agree, of which a crash may have brought only one to the disk. */
    void recover() throws IOException {
        places.lock();
        try {
            Set<Path> right = new HashSet<>();
            for (Digest layer : sizes.keySet()) {
                link(layer);
                right.add(link(shortName(layer)));
            }
            for (Path link : StoreFolders.in(folders.links())) {
                if (!right.contains(link)) {
                    Files.delete(link);
                }
            }
        } finally {
            places.unlock();
        }
    }

    private void link(Digest layer) throws IOException {
        Path link = link(shortName(layer));
        Path target = folders.links().relativize(files(layer));
        try {
            Files.createSymbolicLink(link, target);
        } catch (FileAlreadyExistsException e) {
            if (!Files.readSymbolicLink(link).equals(target)) {
                throw new IOException(
                        "Another layer has the short name of " + layer + " already: " + link, e);
            }
        }
    }

    private Path link(String shortName) {
        return folders.links().resolve(shortName);
    }

    private Path folder(Digest layer) {
        return folders.unpacked().resolve(layer.algorithm() + "-" + layer.hex());
    }

    private static String shortName(Digest layer) {
        String digits = new BigInteger("1" + layer.hex(), 16).toString(32);
        return digits.substring(digits.length() - SHORT);
    }
}
