package dev.mullion.engine.runtime;

import java.time.Instant;

/**
 * What one file of a container is.
 *
 * @param kind what it is
 * @param size bytes
 * @param mode permissions, setuid, setgid and sticky, as Linux has them
 * @param modified when its content was changed
 * @param target where a link leads in the end, as an absolute path inside; empty for others
 */
public record FileFacts(Kind kind, long size, int mode, Instant modified, String target) {

    /** What there is in file systems. */
    public enum Kind {
        FILE,
        FOLDER,
        LINK,
        CHARACTER_DEVICE,
        BLOCK_DEVICE,
        FIFO,
        SOCKET
    }
}
