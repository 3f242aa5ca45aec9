package dev.mullion.engine.linux.oci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A device file of the host.
 *
 * @param type {@code c} or {@code b}
 */
record DeviceNode(String path, String type, long major, long minor, int mode, long uid, long gid) {

    private static final int TYPE = 0xf000;
    private static final int CHARACTERS = 0x2000;
    private static final int BLOCKS = 0x6000;

    /** Looks at one. */
    static DeviceNode at(String path) throws IOException {
        Map<String, Object> facts;
        try {
            facts = Files.readAttributes(Path.of(path), "unix:mode,rdev,uid,gid");
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "error gathering device information while adding custom device \"%s\": no such file or directory"
                            .formatted(path),
                    e);
        }
        int mode = (int) number(facts, "mode");
        int type = mode & TYPE;
        if (type != CHARACTERS && type != BLOCKS) {
            throw new IOException(
                    "error gathering device information while adding custom device \"%s\": not a device node"
                            .formatted(path));
        }
        long device = number(facts, "rdev");
        return new DeviceNode(
                path,
                type == BLOCKS ? "b" : "c",
                (device >>> 8 & 0xfff) | (device >>> 32 & ~0xfffL),
                (device & 0xff) | (device >>> 12 & 0xffffff00L),
                mode & 0xfff,
                number(facts, "uid"),
                number(facts, "gid"));
    }

    private static long number(Map<String, Object> facts, String name) {
        return facts.get(name) instanceof Number number ? number.longValue() : 0;
    }

    /** All devices of the host, but not terminals and what each container has of its own. */
    static List<DeviceNode> ofHost() throws IOException {
        Map<String, DeviceNode> nodes = new LinkedHashMap<>();
        for (Path path : below(Path.of("/dev"))) {
            try {
                DeviceNode node = at(path.toString());
                nodes.put(node.path(), node);
            } catch (IOException e) {
                // unplugged just now
            }
        }
        return List.copyOf(nodes.values());
    }

    private static List<Path> below(Path folder) throws IOException {
        List<Path> nodes = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.sorted().toList()) {
                String name = entry.getFileName().toString();
                if (Files.isSymbolicLink(entry)) {
                    continue;
                }
                if (Files.isDirectory(entry)) {
                    if (!List.of("pts", "shm", "fd", "mqueue", ".lxc", ".lxd-mounts", ".udev")
                            .contains(name)) {
                        nodes.addAll(below(entry));
                    }
                } else if (!Files.isRegularFile(entry)
                        && !name.equals("console")
                        && !name.equals("ptmx")) {
                    nodes.add(entry);
                }
            }
        } catch (NoSuchFileException e) {
            return nodes; // unplugged just now
        }
        return nodes;
    }

    Map<String, Object> document(String inside) {
        return Json.object(
                "path", inside,
                "type", type,
                "major", major,
                "minor", minor,
                "fileMode", mode,
                "uid", uid,
                "gid", gid);
    }

    Map<String, Object> rule(String rights) {
        return Json.object(
                "allow", true, "type", type, "major", major, "minor", minor, "access", rights);
    }
}
