package dev.mullion.engine.runtime;

import java.nio.file.Path;
import java.util.List;

/**
 * A container's file system.
 *
 * @param layers the image's layers on disk, the top one first
 * @param writable where the container's own changes are
 * @param mounted where all of it can be seen on the host, while mounted
 */
public record RootFileSystem(List<Path> layers, Path writable, Path mounted) {}
