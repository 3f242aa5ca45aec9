package dev.mullion.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class CompressionTest {

    private static final byte[] TEXT =
            "the same again, ".repeat(20_000).getBytes(StandardCharsets.UTF_8);

    /** As a network gives bytes: a few at a time, and never knowing of more. */
    private static final class Trickle extends FilterInputStream {

        Trickle(byte[] bytes) {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        public int available() {
            return 0;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return super.read(buffer, offset, Math.min(length, 7));
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] open(byte[] packed) throws IOException {
        try (InputStream in = Compression.open(new Trickle(packed))) {
            return in.readAllBytes();
        }
    }

    @Test
    void whatIsPackedIsUnpackedWhateverItIs() throws IOException {
        assertThat(open(gzip(TEXT))).isEqualTo(TEXT);
        assertThat(open(Zstd.compress(TEXT))).isEqualTo(TEXT);
        assertThat(open(TEXT)).isEqualTo(TEXT);
        assertThat(open(new byte[0])).isEmpty();
        assertThat(open(new byte[] {0x1f})).containsExactly(0x1f);
    }

    @Test
    void membersOneAfterAnotherAreAllRead() throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(gzip(TEXT));
        both.writeBytes(gzip("end".getBytes(StandardCharsets.UTF_8)));
        both.writeBytes(gzip(TEXT));
        assertThat(open(both.toByteArray())).hasSize(2 * TEXT.length + 3);

        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.writeBytes(Zstd.compress(TEXT));
        frames.writeBytes(Zstd.compress(TEXT));
        assertThat(open(frames.toByteArray())).hasSize(2 * TEXT.length);
    }

    @Test
    void whatBreaksOffIsNotTakenForWhole() throws IOException {
        byte[] gzip = gzip(TEXT);
        assertThatThrownBy(() -> open(Arrays.copyOf(gzip, gzip.length / 2)))
                .isInstanceOf(EOFException.class);
        byte[] zstd = Zstd.compress(TEXT);
        assertThatThrownBy(() -> open(Arrays.copyOf(zstd, zstd.length / 2)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void boundedStreamFailsInsteadOfEnding() throws IOException {
        try (BoundedInputStream in =
                new BoundedInputStream(new ByteArrayInputStream(TEXT), 1000, "The text")) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(BrokenArchiveException.class)
                    .hasMessage("The text is larger than the 1000 bytes that are allowed");
        }
        try (BoundedInputStream in =
                new BoundedInputStream(new ByteArrayInputStream(TEXT), TEXT.length, "The text")) {
            assertThat(in.readAllBytes()).isEqualTo(TEXT);
            assertThat(in.count()).isEqualTo(TEXT.length);
        }
    }
}
