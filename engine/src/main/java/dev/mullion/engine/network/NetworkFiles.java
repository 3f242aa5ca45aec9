package dev.mullion.engine.network;

import java.nio.file.Path;

/**
 * The files that tell a container's programs who they are and whom they can ask; to be mounted at
 * the places of the same names below /etc.
 */
public record NetworkFiles(Path hosts, Path hostname, Path resolvConf) {

    /** Those of the container with this folder, whether they were written already or not. */
    public static NetworkFiles in(Path folder) {
        return new NetworkFiles(
                folder.resolve("hosts"), folder.resolve("hostname"), folder.resolve("resolv.conf"));
    }
}
