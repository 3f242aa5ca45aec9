package dev.mullion.engine.files;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mullion.docker.api.EngineJson;
import dev.mullion.engine.runtime.FileFacts;
import java.time.Instant;
import java.util.Base64;

/**
 * What a client is told of a file, in the words and numbers of Go's {@code os.FileInfo}.
 *
 * @param name the last name of the path that was asked for
 * @param size bytes
 * @param mode {@code os.FileMode}
 * @param mtime when it was changed
 * @param linkTarget where a link leads in the end; empty for others
 */
record PathStat(
        @JsonProperty("name") String name,
        @JsonProperty("size") long size,
        @JsonProperty("mode") long mode,
        @JsonProperty("mtime") Instant mtime,
        @JsonProperty("linkTarget") String linkTarget) {

    private static final long SETUID = 1L << 23;
    private static final long SETGID = 1L << 22;
    private static final long STICKY = 1L << 20;

    static PathStat of(String name, FileFacts facts) {
        return new PathStat(name, facts.size(), mode(facts), facts.modified(), facts.target());
    }

    private static long mode(FileFacts facts) {
        long mode = facts.mode() & 0777;
        mode |= (facts.mode() & 04000) == 0 ? 0 : SETUID;
        mode |= (facts.mode() & 02000) == 0 ? 0 : SETGID;
        mode |= (facts.mode() & 01000) == 0 ? 0 : STICKY;
        return mode
                | switch (facts.kind()) {
                    case FILE -> 0;
                    case FOLDER -> 1L << 31;
                    case LINK -> 1L << 27;
                    case BLOCK_DEVICE -> 1L << 26;
                    case CHARACTER_DEVICE -> 1L << 26 | 1L << 21;
                    case FIFO -> 1L << 25;
                    case SOCKET -> 1L << 24;
                };
    }

    /** As the header of an answer carries it. */
    String encoded() {
        return Base64.getEncoder().encodeToString(EngineJson.mapper().writeValueAsBytes(this));
    }
}
