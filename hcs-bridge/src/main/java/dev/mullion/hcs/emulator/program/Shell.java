package dev.mullion.hcs.emulator.program;

import dev.mullion.hcs.emulator.file.FileProblem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The command interpreter: one line ({@code /C}), or line by line from its input. */
final class Shell implements Program {

    private static final int FAILED = 1;

    private final Programs programs;

    Shell(Programs programs) {
        this.programs = programs;
    }

    /** The line that a switch gives, and whether more are read after it. */
    private record Options(@Nullable String line, boolean stays, boolean quiet) {}

    /** Thrown by {@code exit}, which ends the shell from within a line. */
    private static final class Exit extends RuntimeException {

        private static final long serialVersionUID = 1;
        private final int code;

        Exit(int code) {
            super("exit", null, false, false);
            this.code = code;
        }
    }

    @Override
    public int run(Execution execution) {
        Options options = options(execution.rest());
        try {
            int code = options.line() == null ? 0 : line(execution, options.line());
            return options.stays() ? interactive(execution, options) : code;
        } catch (Exit exit) {
            return exit.code;
        }
    }

    private static Options options(String text) {
        String rest = text.strip();
        boolean quiet = false;
        while (rest.startsWith("/") && rest.length() > 1) {
            char option = Character.toLowerCase(rest.charAt(1));
            String after = rest.substring(2);
            if (option == 'c' || option == 'k') {
                return new Options(unquoted(after.strip()), option == 'k', quiet);
            }
            quiet = quiet || option == 'q';
            int end = after.indexOf(' ');
            rest = end < 0 ? "" : after.substring(end).strip();
        }
        return new Options(null, true, quiet);
    }

    /** The outer quotes go, those within stay, as {@code /S} says. */
    private static String unquoted(String text) {
        if (!text.startsWith("\"")) {
            return text;
        }
        int last = text.lastIndexOf('"');
        return last == 0 ? text.substring(1) : text.substring(1, last) + text.substring(last + 1);
    }

    private int interactive(Execution execution, Options options) {
        execution
                .life()
                .handle(signal -> {
                    boolean interrupts = signal == Signal.CTRL_C || signal == Signal.CTRL_BREAK;
                    if (interrupts) {
                        execution.life().interrupt();
                    }
                    return interrupts;
                });
        if (options.line() == null) {
            execution.line(execution.surroundings().windows().banner());
        }
        var lines = new LineReader(execution);
        int code = 0;
        while (true) {
            try {
                if (!options.quiet()) {
                    execution.streams().out().text("\r\n" + execution.session().folder() + ">");
                }
                Optional<String> line = lines.next();
                if (line.isEmpty()) {
                    return code;
                }
                if (execution.streams().terminal() == null && !options.quiet()) {
                    execution.line(line.get());
                }
                code = line(execution, line.get());
                execution.session().environment().put("ERRORLEVEL", Integer.toString(code));
            } catch (Interrupted e) {
                execution.line("");
            }
        }
    }

    int line(Execution execution, String text) {
        int code = 0;
        for (Script.Step step : Script.steps(text)) {
            boolean runs =
                    switch (step.when()) {
                        case ALWAYS -> true;
                        case AFTER_SUCCESS -> code == 0;
                        case AFTER_FAILURE -> code != 0;
                    };
            if (runs) {
                code = pipeline(execution, step);
            }
        }
        return code;
    }

    private int pipeline(Execution execution, Script.Step step) {
        Input in = execution.streams().in();
        for (int i = 0; i < step.commands().size() - 1; i++) {
            var between = new ByteArrayOutputStream();
            Output collect = (from, length) -> between.write(from, 0, length);
            Streams streams = execution.streams().withInput(in).withOutput(collect);
            command(execution.with(streams), step.commands().get(i));
            in = new BytesInput(between.toByteArray());
        }
        return command(
                execution.with(execution.streams().withInput(in)), step.commands().getLast());
    }

    private int command(Execution execution, String text) {
        String expanded = Script.expand(text, execution.session()).strip();
        String plain = expanded.startsWith("@") ? expanded.substring(1).strip() : expanded;
        if (plain.isEmpty()) {
            return 0;
        }
        try (Redirections redirections = Redirections.of(execution, plain)) {
            String command = redirections.text().strip();
            return run(execution.with(redirections.streams()).running(command), command);
        } catch (FileProblem e) {
            execution.complain(e.sentence());
        } catch (IOException | UncheckedIOException e) {
            execution.complain("The file or device failed: " + e.getMessage());
        }
        return FAILED;
    }

    private int run(Execution execution, String command) {
        String name = CommandLine.name(command);
        if (name.equals("exit")) {
            throw new Exit(SmallPrograms.exit(execution));
        }
        if (name.startsWith("echo.") || name.startsWith("echo:")) {
            execution.line(command.substring("echo.".length()));
            return 0;
        }
        Optional<Program> program = programs.find(command);
        if (program.isEmpty()) {
            execution.complain(
                    "'"
                            + CommandLine.words(command).getFirst()
                            + "' is not recognized as an internal or external command,");
            execution.complain("operable program or batch file.");
            return FAILED;
        }
        return program.get().run(execution);
    }

    /** Lines of the input, without their ends. */
    private static final class LineReader {

        private final Execution execution;
        private final byte[] piece = new byte[1024];
        private int at;
        private int end;

        LineReader(Execution execution) {
            this.execution = execution;
        }

        Optional<String> next() {
            var line = new ByteArrayOutputStream();
            while (true) {
                if (at == end && !fill()) {
                    return line.size() == 0 ? Optional.empty() : Optional.of(text(line));
                }
                byte next = piece[at++];
                if (next == '\n') {
                    return Optional.of(text(line));
                }
                line.write(next);
            }
        }

        private boolean fill() {
            at = 0;
            end = Math.max(0, execution.read(piece));
            return end > 0;
        }

        private static String text(ByteArrayOutputStream line) {
            String text = line.toString(StandardCharsets.UTF_8);
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        }
    }
}
