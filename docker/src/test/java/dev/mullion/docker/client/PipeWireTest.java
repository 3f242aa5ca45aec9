package dev.mullion.docker.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The streams over an overlapped channel, tried on a file: Windows and its pipes are not here. What
 * a pipe does beyond that is unverified.
 */
class PipeWireTest {

    @TempDir private Path folder;

    private AsynchronousFileChannel channel() throws IOException {
        return AsynchronousFileChannel.open(
                folder.resolve("pipe"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    @Test
    void bytesGoOutAndComeIn() throws Exception {
        PipeWire wire = new PipeWire(channel());
        wire.out().write("hello".getBytes(UTF_8));
        assertThat(Files.readString(folder.resolve("pipe"))).isEqualTo("hello");
        byte[] back = new byte[10];
        assertThat(wire.in().read(back, 2, 8)).isEqualTo(5);
        assertThat(new String(back, 2, 5, UTF_8)).isEqualTo("hello");
        assertThat(wire.in().read()).isEqualTo('h');
        wire.shutdownOutput();
        wire.close();
        wire.close();
    }

    @Test
    void endOfTheChannelIsTheEndOfTheStream() throws Exception {
        PipeWire wire = new PipeWire(channel());
        assertThat(wire.in().read()).isEqualTo(-1);
        wire.close();
    }

    @Test
    void closedPipeSaysThatItIsClosed() throws Exception {
        PipeWire wire = new PipeWire(channel());
        wire.close();
        assertThatThrownBy(() -> wire.in().read()).isInstanceOf(AsynchronousCloseException.class);
        assertThatThrownBy(() -> wire.out().write(1))
                .isInstanceOf(AsynchronousCloseException.class);
    }
}
