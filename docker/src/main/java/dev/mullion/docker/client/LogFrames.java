package dev.mullion.docker.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A container's output. Without a terminal, output and error output come in frames: a byte for the
 * source, three zeros, four bytes for the length (most significant first), and the content. With a
 * terminal everything is one raw stream.
 */
final class LogFrames extends WireStream<LogFrame> {

    static final String MULTIPLEXED = "application/vnd.docker.multiplexed-stream";
    static final String RAW = "application/vnd.docker.raw-stream";

    /** Longer frames come out in pieces. */
    private static final int LONGEST_PIECE = 64 << 10;

    private static final int HEADER = 8;

    /** The engine's own error in place of output. */
    private static final int SYSTEM_ERROR = 3;

    private final InputStream in;
    private final boolean multiplexed;
    private final byte[] header = new byte[HEADER];
    private LogFrame.Source source = LogFrame.Source.STDOUT;
    private long left;

    LogFrames(Answer answer, boolean multiplexed) {
        super(answer.call());
        this.in = answer.body();
        this.multiplexed = multiplexed;
    }

    @Override
    @Nullable LogFrame read() throws IOException {
        return multiplexed ? readFrame() : readRaw();
    }

    private @Nullable LogFrame readRaw() throws IOException {
        byte[] bytes = new byte[LONGEST_PIECE];
        int read = in.read(bytes);
        return read < 0 ? null : new LogFrame(source, Arrays.copyOf(bytes, read));
    }

    private @Nullable LogFrame readFrame() throws IOException {
        while (left == 0) {
            int read = in.readNBytes(header, 0, HEADER);
            if (read == 0) {
                return null;
            }
            if (read < HEADER) {
                throw new EOFException("the stream ended within the header of a frame");
            }
            begin();
        }
        byte[] piece = in.readNBytes((int) Math.min(left, LONGEST_PIECE));
        left -= piece.length;
        if (piece.length == 0 || (left > 0 && piece.length < LONGEST_PIECE)) {
            throw new EOFException("the stream ended within a frame");
        }
        return new LogFrame(source, piece);
    }

    private void begin() throws IOException {
        left =
                (header[4] & 0xffL) << 24
                        | (header[5] & 0xffL) << 16
                        | (header[6] & 0xffL) << 8
                        | (header[7] & 0xffL);
        int kind = header[0];
        if (header[1] != 0 || header[2] != 0 || header[3] != 0 || kind < 0 || kind > SYSTEM_ERROR) {
            throw new MalformedAnswerException(
                    call().asked(), "the stream doesn't consist of frames of output", null);
        }
        if (kind == SYSTEM_ERROR) {
            byte[] said = in.readNBytes((int) Math.min(left, LONGEST_PIECE));
            throw new EngineRefusedException(
                    call().asked(), 500, EngineText.clean(new String(said, UTF_8)));
        }
        source =
                switch (kind) {
                    case 0 -> LogFrame.Source.STDIN;
                    case 1 -> LogFrame.Source.STDOUT;
                    default -> LogFrame.Source.STDERR;
                };
    }
}
