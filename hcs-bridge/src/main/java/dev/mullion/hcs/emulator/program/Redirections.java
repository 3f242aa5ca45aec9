package dev.mullion.hcs.emulator.program;

import dev.mullion.hcs.emulator.file.FileProblem;
import dev.mullion.hcs.emulator.file.LayerFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where a command reads and writes instead: {@code >}, {@code >>}, {@code <}, {@code 2>} and {@code
 * 2>&1}, taken out of its text.
 */
final class Redirections implements AutoCloseable {

    private final Execution execution;
    private final StringBuilder text = new StringBuilder();
    private final List<OutputStream> opened = new ArrayList<>();
    private Streams streams;

    private Redirections(Execution execution) {
        this.execution = execution;
        this.streams = execution.streams();
    }

    /**
     * Opens what a command's text redirects.
     *
     * @throws IOException if a file can't be opened
     */
    static Redirections of(Execution execution, String command) throws IOException {
        var redirections = new Redirections(execution);
        boolean complete = false;
        try {
            redirections.take(command);
            complete = true;
            return redirections;
        } finally {
            if (!complete) {
                redirections.close();
            }
        }
    }

    /** The command without its redirections and the marks that protect characters. */
    String text() {
        return text.toString();
    }

    Streams streams() {
        return streams;
    }

    private void take(String command) throws IOException {
        boolean quoted = false;
        int at = 0;
        while (at < command.length()) {
            char c = command.charAt(at);
            if (c == '"') {
                quoted = !quoted;
            }
            if (!quoted && c == '^' && at + 1 < command.length()) {
                text.append(command.charAt(at + 1));
                at += 2;
            } else if (!quoted && (c == '>' || c == '<')) {
                at = redirect(command, at);
            } else {
                text.append(c);
                at++;
            }
        }
    }

    /** Takes one, from its mark on; returns where the text goes on. */
    private int redirect(String command, int mark) throws IOException {
        boolean reads = command.charAt(mark) == '<';
        boolean errors = takeStreamNumber() == 2;
        boolean append = !reads && command.startsWith(">>", mark);
        int begin = mark + (append ? 2 : 1);
        if (command.startsWith("&1", begin)) {
            streams = streams.withErrors(streams.out());
            return begin + 2;
        }
        if (command.startsWith("&2", begin)) {
            streams = streams.withOutput(streams.err());
            return begin + 2;
        }
        while (begin < command.length() && command.charAt(begin) == ' ') {
            begin++;
        }
        int end = endOfName(command, begin);
        String name = command.substring(begin, end).replace("\"", "");
        if (reads) {
            streams = streams.withInput(input(name));
        } else if (errors) {
            streams = streams.withErrors(output(name, append));
        } else {
            streams = streams.withOutput(output(name, append));
        }
        return end;
    }

    /** A 1 or 2 right before the mark, and after a blank, says which stream is meant. */
    private int takeStreamNumber() {
        int last = text.length() - 1;
        boolean alone = last == 0 || (last > 0 && text.charAt(last - 1) == ' ');
        if (alone && (text.charAt(last) == '1' || text.charAt(last) == '2')) {
            int number = text.charAt(last) - '0';
            text.setLength(last);
            return number;
        }
        return 1;
    }

    private static int endOfName(String command, int begin) {
        boolean quoted = false;
        for (int i = begin; i < command.length(); i++) {
            char c = command.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ' ' || c == '>' || c == '<')) {
                return i;
            }
        }
        return command.length();
    }

    private static boolean isNull(String name) {
        return name.toLowerCase(Locale.ROOT).equals("nul");
    }

    private LayerFiles files(String name) throws FileProblem {
        LayerFiles files = execution.surroundings().files();
        if (files == null) {
            throw new FileProblem(FileProblem.PATH_NOT_FOUND, name);
        }
        return files;
    }

    private Input input(String name) throws IOException {
        if (isNull(name)) {
            return Input.NONE;
        }
        try (InputStream in = files(name).read(FilePrograms.path(execution, name))) {
            return new BytesInput(in.readAllBytes());
        }
    }

    private Output output(String name, boolean append) throws IOException {
        if (isNull(name)) {
            return Output.NONE;
        }
        OutputStream out = files(name).write(FilePrograms.path(execution, name), append);
        opened.add(out);
        return (from, length) -> {
            try {
                out.write(from, 0, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (OutputStream out : opened) {
            try {
                out.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
