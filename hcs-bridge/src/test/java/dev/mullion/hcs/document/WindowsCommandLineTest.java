package dev.mullion.hcs.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsCommandLineTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            nullValues = "-",
            value = {
                "''         | \"\"",
                "plain      | plain",
                "a b        | \"a b\"",
                "'a\tb'     | '\"a\tb\"'",
                "C:\\a\\b   | C:\\a\\b",
                "C:\\a b\\  | \"C:\\a b\\\\\"",
                "C:\\a\\    | C:\\a\\",
                "say \"hi\" | \"say \\\"hi\\\"\"",
                "\"         | \\\"",
                "\\\"       | \\\\\\\"",
                "\\\\       | \\\\",
                "' '        | \" \"",
                "x\\\\ y    | \"x\\\\ y\"",
                "Größe 😀   | \"Größe 😀\"",
                "%PATH%^&    | -",
            })
    void oneArgumentIsWrittenAs(String argument, @org.jspecify.annotations.Nullable String line) {
        assertThat(WindowsCommandLine.of(List.of(argument)))
                .isEqualTo(line == null ? argument : line);
    }

    @Test
    void argumentsStandBesideEachOther() {
        assertThat(WindowsCommandLine.of(List.of("C:\\Program Files\\app.exe", "-m", "", "a\"b")))
                .isEqualTo("\"C:\\Program Files\\app.exe\" -m \"\" a\\\"b");
    }

    @Test
    void aLineWithoutProgramIsRefused() {
        assertThatThrownBy(() -> WindowsCommandLine.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whateverTheArgumentsAreTheProgramSeesThem() {
        var random = new Random(7);
        String letters = "ab \t\"\"\\\\\\'%^&=é";
        for (int round = 0; round < 20_000; round++) {
            List<String> arguments =
                    new ArrayList<>(
                            IntStream.range(0, random.nextInt(5))
                                    .mapToObj(i -> text(random, letters))
                                    .toList());
            // no program has a quote in its name, and before it backslashes mean nothing
            arguments.addFirst("C:\\a b\\c.exe");
            assertThat(asWindowsTakesItApart(WindowsCommandLine.of(arguments)))
                    .isEqualTo(arguments);
        }
    }

    private static String text(Random random, String letters) {
        var text = new StringBuilder();
        int length = random.nextInt(8);
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    /** What Microsoft documents of CommandLineToArgvW, with its other rule for the program. */
    private static List<String> asWindowsTakesItApart(String line) {
        List<String> arguments = new ArrayList<>();
        int at = 0;
        var text = new StringBuilder();
        boolean quoted = false;
        for (; at < line.length() && (quoted || !isGap(line.charAt(at))); at++) {
            if (line.charAt(at) == '"') {
                quoted = !quoted;
            } else {
                text.append(line.charAt(at));
            }
        }
        arguments.add(text.toString());
        while (true) {
            while (at < line.length() && isGap(line.charAt(at))) {
                at++;
            }
            if (at == line.length()) {
                return arguments;
            }
            text.setLength(0);
            quoted = false;
            while (at < line.length() && (quoted || !isGap(line.charAt(at)))) {
                int backslashes = 0;
                while (at < line.length() && line.charAt(at) == '\\') {
                    backslashes++;
                    at++;
                }
                boolean beforeQuote = at < line.length() && line.charAt(at) == '"';
                text.repeat('\\', beforeQuote ? backslashes / 2 : backslashes);
                if (beforeQuote && backslashes % 2 == 1) {
                    text.append('"');
                    at++;
                } else if (beforeQuote) {
                    quoted = !quoted;
                    at++;
                } else if (at < line.length() && (quoted || !isGap(line.charAt(at)))) {
                    text.append(line.charAt(at));
                    at++;
                }
            }
            arguments.add(text.toString());
        }
    }

    private static boolean isGap(char letter) {
        return letter == ' ' || letter == '\t';
    }
}
