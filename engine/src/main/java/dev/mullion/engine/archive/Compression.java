package dev.mullion.engine.archive;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.zip.GZIPInputStream;

/** How the bytes of an archive are packed. */
public enum Compression {
    /** As they are. */
    NONE,
    /** RFC 1952. */
    GZIP,
    /** RFC 8878. */
    ZSTD;

    private static final int MAGIC_BYTES = 4;
    private static final int BUFFER = 128 * 1024;

    /** A stream and what was seen at its beginning. */
    private record Opened(Compression compression, InputStream in) {}

    /**
     * Unpacks a stream, whatever its compression is. Media types lie; the first bytes don't.
     *
     * @param in closed when the result is closed
     * @return the uncompressed bytes; reading it takes processor time of the calling thread
     */
    public static InputStream open(InputStream in) throws IOException {
        Opened opened = detect(in);
        return switch (opened.compression()) {
            case NONE -> opened.in();
            case GZIP -> new GZIPInputStream(new EveryMember(opened.in()), BUFFER);
            case ZSTD -> new ZstdInputStream(opened.in());
        };
    }

    /** Tells by the first bytes, at least four of them if there are so many. */
    public static Compression of(byte[] start) {
        if (start.length >= 3
                && (start[0] & 0xff) == 0x1f
                && (start[1] & 0xff) == 0x8b
                && start[2] == 8) {
            return GZIP;
        }
        // a frame, or a skippable frame, of which tools put one in front
        if (start.length >= 4
                && (((start[0] & 0xff) == 0x28
                                && (start[1] & 0xff) == 0xb5
                                && start[2] == 0x2f
                                && (start[3] & 0xff) == 0xfd)
                        || ((start[0] & 0xf0) == 0x50
                                && start[1] == 0x2a
                                && start[2] == 0x4d
                                && start[3] == 0x18))) {
            return ZSTD;
        }
        return NONE;
    }

    private static Opened detect(InputStream in) throws IOException {
        byte[] start = in.readNBytes(MAGIC_BYTES);
        return new Opened(of(start), new SequenceInputStream(new ByteArrayInputStream(start), in));
    }

    /**
     * Layers may be many gzip members one after another. The JDK looks for the next one only if
     * bytes are said to be available, which a network stream between two packets doesn't say.
     */
    private static final class EveryMember extends FilterInputStream {

        EveryMember(InputStream in) {
            super(in);
        }

        @Override
        public int available() {
            return 1;
        }
    }
}
