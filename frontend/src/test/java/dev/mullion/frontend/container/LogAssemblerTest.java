package dev.mullion.frontend.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.client.LogFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogAssemblerTest {

    private static final String TIME = "2026-11-23T20:15:01.123456789Z";

    private final List<LogLine> lines = new ArrayList<>();
    private final LogAssembler assembler = new LogAssembler(lines::add);

    private void out(String text) {
        assembler.take(new LogFrame(LogFrame.Source.STDOUT, text.getBytes(UTF_8)));
    }

    @Test
    void aLineHasItsTimeAndItsStream() {
        out(TIME + " hello\n");
        assembler.take(new LogFrame(LogFrame.Source.STDERR, (TIME + " oops\n").getBytes(UTF_8)));

        assertThat(lines)
                .containsExactly(
                        new LogLine(LogLine.Kind.OUT, TIME, "hello"),
                        new LogLine(LogLine.Kind.ERR, TIME, "oops"));
    }

    @Test
    void aLineInPiecesIsOneLineWithoutTheirTimes() {
        out(TIME + " one ");
        assembler.take(new LogFrame(LogFrame.Source.STDERR, (TIME + " between\n").getBytes(UTF_8)));
        out(TIME + " line\n");

        assertThat(lines).extracting(LogLine::text).containsExactly("between", "one line");
    }

    @Test
    void aCharacterInTwoPiecesIsWhole() {
        byte[] euro = (TIME + " 5 €\n").getBytes(UTF_8);
        assembler.take(new LogFrame(LogFrame.Source.STDOUT, Arrays.copyOf(euro, euro.length - 2)));
        assembler.take(
                new LogFrame(
                        LogFrame.Source.STDOUT,
                        Arrays.copyOfRange(euro, euro.length - 2, euro.length)));

        assertThat(lines).extracting(LogLine::text).containsExactly("5 €");
    }

    @Test
    void emptyLinesAndSeveralInOnePieceAreKept() {
        out(TIME + " a\n" + TIME + " \n" + TIME + " b\n");

        assertThat(lines).extracting(LogLine::text).containsExactly("a", "", "b");
    }

    @Test
    void anEndlessLineIsCutAndSaysSo() {
        for (int i = 0; i < 10; i++) {
            out("x".repeat(64 * 1024));
        }
        out("\nnext\n");

        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst().text())
                .hasSizeLessThan(LogAssembler.LONGEST_LINE + 100)
                .contains((10 * 64 * 1024 - LogAssembler.LONGEST_LINE) + " more bytes left out");
        assertThat(lines.getLast().text()).isEqualTo("next");
    }

    @Test
    void whatHasNoEndOfLineIsGivenOutAtTheEnd() {
        out(TIME + " Password: ");
        assertThat(lines).isEmpty();

        assembler.end();

        assertThat(lines).extracting(LogLine::text).containsExactly("Password: ");
    }
}
