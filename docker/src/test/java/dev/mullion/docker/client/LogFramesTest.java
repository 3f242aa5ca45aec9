package dev.mullion.docker.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frames of output, whole, long, half and false. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LogFramesTest {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: " + LogFrames.MULTIPLEXED;

    private static String frame(int kind, int length, String content) {
        byte[] header = {
            (byte) kind,
            0,
            0,
            0,
            (byte) (length >>> 24),
            (byte) (length >>> 16),
            (byte) (length >>> 8),
            (byte) length
        };
        return new String(header, ISO_8859_1) + content;
    }

    private static List<LogFrame> read(String bytes) throws Exception {
        List<LogFrame> frames = new ArrayList<>();
        try (ScriptedHost host = ScriptedHost.onTcp("1.42", c -> c.say(HEAD + "\r\n\r\n" + bytes));
                DockerClient client = DockerClient.open(host.address(), ClientSettings.defaults());
                DockerStream<LogFrame> log =
                        client.containers().logs("web", LogQuery.everything())) {
            log.forEachRemaining(frames::add);
        }
        return frames;
    }

    @Test
    void outputAndErrorOutputAreToldApart() throws Exception {
        List<LogFrame> frames = read(frame(1, 3, "out") + frame(1, 0, "") + frame(2, 5, "error"));
        assertThat(frames).extracting(LogFrame::text).containsExactly("out", "error");
        assertThat(frames)
                .extracting(LogFrame::source)
                .containsExactly(LogFrame.Source.STDOUT, LogFrame.Source.STDERR);
    }

    @Test
    void longFrameComesInPieces() throws Exception {
        List<LogFrame> frames = read(frame(2, 150_000, "x".repeat(150_000)));
        assertThat(frames).extracting(LogFrame::size).containsExactly(65_536, 65_536, 18_928);
        assertThat(frames).allMatch(frame -> frame.source() == LogFrame.Source.STDERR);
    }

    @Test
    void frameOfFourGibibytesTakesNoMemory() {
        assertThatExceptionOfType(EngineUnreachableException.class)
                .isThrownBy(() -> read(frame(1, -1, "few")))
                .withMessageContaining("ended within a frame");
    }

    @Test
    void halfFrameIsNoProperEnd() {
        assertThatExceptionOfType(EngineUnreachableException.class)
                .isThrownBy(() -> read(frame(1, 10, "12345")));
        assertThatExceptionOfType(EngineUnreachableException.class)
                .isThrownBy(() -> read(frame(1, 10, "")));
        assertThatExceptionOfType(EngineUnreachableException.class)
                .isThrownBy(() -> read("\u0001\u0000\u0000"))
                .withMessageContaining("header of a frame");
    }

    @Test
    void whatIsNoFrameIsMalformed() {
        for (String bytes :
                List.of(
                        "plain text, no frames",
                        frame(4, 1, "x"),
                        "\u0001\u0000\u0001\u0000aaaa")) {
            assertThatExceptionOfType(MalformedAnswerException.class)
                    .isThrownBy(() -> read(bytes))
                    .withMessageContaining("frames of output");
        }
    }

    @Test
    void enginesOwnErrorInPlaceOfOutputIsARefusal() {
        assertThatExceptionOfType(EngineRefusedException.class)
                .isThrownBy(() -> read(frame(3, 9, "disk\nfull")))
                .withMessageEndingWith(": disk full");
    }

    @Test
    void frameDoesNotShowItsContentWhenPrinted() {
        LogFrame frame = new LogFrame(LogFrame.Source.STDOUT, "secret".getBytes(ISO_8859_1));
        assertThat(frame).hasToString("STDOUT[6]");
        frame.bytes()[0] = 'X';
        assertThat(frame.text()).isEqualTo("secret");
    }
}
