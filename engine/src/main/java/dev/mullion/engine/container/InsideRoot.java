package dev.mullion.engine.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Follows links as a process in the container would, and never out of its file system. */
final class InsideRoot {

    private static final int MOST_LINKS = 40;

    private InsideRoot() {}

    /**
     * Finds a path of the container on the host.
     *
     * @param root the container's file system
     * @param inside an absolute path in it; its end needn't be there
     * @return a path below the root, no link on the way
     * @throws IOException if there are too many links
     */
    static Path resolve(Path root, String inside) throws IOException {
        Deque<String> rest = new ArrayDeque<>();
        push(rest, Path.of(inside));
        Path at = root;
        int links = 0;
        while (!rest.isEmpty()) {
            String name = rest.pop();
            if (name.equals("..")) {
                at = at.equals(root) ? root : at.resolveSibling("").normalize();
                continue;
            }
            Path next = name.equals(".") ? at : at.resolve(name);
            if (!Files.isSymbolicLink(next)) {
                at = next;
                continue;
            }
            if (++links > MOST_LINKS) {
                throw new IOException("There are too many links on the way to " + inside);
            }
            Path target = Files.readSymbolicLink(next);
            if (target.isAbsolute()) {
                at = root;
            }
            push(rest, target);
        }
        return at;
    }

    private static void push(Deque<String> rest, Path path) {
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            rest.push(path.getName(i).toString());
        }
    }
}
