package dev.mullion.hcs.emulator.program;

import dev.mullion.hcs.emulator.file.FileProblem;
import dev.mullion.hcs.emulator.file.LayerFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Built-in commands that work with files. */
final class FilePrograms {

    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("MM/dd/yyyy  hh:mm a", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final int PIECE = 8192;
    private static final int FAILED = 1;

    private FilePrograms() {}

    /** Work with a container's files. */
    @FunctionalInterface
    private interface Work {
        int with(LayerFiles files) throws IOException;
    }

    private static int work(Execution execution, Work work) {
        LayerFiles files = execution.surroundings().files();
        if (files == null) {
            execution.complain("The system cannot find the path specified.");
            return FAILED;
        }
        try {
            return work.with(files);
        } catch (FileProblem e) {
            execution.complain(e.sentence());
            return FAILED;
        } catch (IOException e) {
            execution.complain("The file or device failed: " + e.getMessage());
            return FAILED;
        }
    }

    /** The path that an argument means to this process. */
    static String path(Execution execution, String argument) throws FileProblem {
        return LayerFiles.resolve(execution.session().folder(), argument);
    }

    private static List<String> operands(Execution execution) {
        return execution.arguments().stream()
                .filter(argument -> !argument.startsWith("/"))
                .toList();
    }

    private static boolean has(Execution execution, String option) {
        return execution.arguments().stream().anyMatch(option::equalsIgnoreCase);
    }

    static int type(Execution execution) {
        return work(
                execution,
                files -> {
                    for (String operand : operands(execution)) {
                        try (InputStream in = files.read(path(execution, operand))) {
                            copy(execution, in);
                        }
                    }
                    return 0;
                });
    }

    private static void copy(Execution execution, InputStream in) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
            execution.life().check();
            execution.streams().out().write(piece, got);
        }
    }

    static int dir(Execution execution) {
        return work(
                execution,
                files -> {
                    List<String> operands = operands(execution);
                    String folder =
                            operands.isEmpty()
                                    ? execution.session().folder()
                                    : path(execution, operands.getFirst());
                    List<LayerFiles.Entry> entries = entries(files, folder);
                    if (has(execution, "/b")) {
                        entries.forEach(entry -> execution.line(entry.name()));
                    } else {
                        list(execution, folder, entries);
                    }
                    return 0;
                });
    }

    private static List<LayerFiles.Entry> entries(LayerFiles files, String path)
            throws IOException {
        LayerFiles.Entry found =
                files.find(path)
                        .orElseThrow(() -> new FileProblem(FileProblem.FILE_NOT_FOUND, path));
        return found.directory() ? files.list(path) : List.of(found);
    }

    private static void list(Execution execution, String folder, List<LayerFiles.Entry> entries) {
        execution.line(" Volume in drive " + folder.charAt(0) + " is EMULATED");
        execution.line("");
        execution.line(" Directory of " + folder);
        execution.line("");
        long bytes = 0;
        int folders = 0;
        for (LayerFiles.Entry entry : entries) {
            String size =
                    entry.directory()
                            ? "<DIR>         "
                            : String.format(Locale.ROOT, "%,14d", entry.size());
            execution.line(WRITTEN.format(entry.written()) + "    " + size + " " + entry.name());
            bytes += entry.directory() ? 0 : entry.size();
            folders += entry.directory() ? 1 : 0;
        }
        execution.line(
                String.format(
                        Locale.ROOT, "%16d File(s) %,14d bytes", entries.size() - folders, bytes));
        execution.line(String.format(Locale.ROOT, "%16d Dir(s)", folders));
    }

    static int cd(Execution execution) {
        List<String> operands = operands(execution);
        if (operands.isEmpty()) {
            execution.line(execution.session().folder());
            return 0;
        }
        return work(
                execution,
                files -> {
                    String folder = path(execution, operands.getFirst());
                    if (files.find(folder).filter(LayerFiles.Entry::directory).isEmpty()) {
                        throw new FileProblem(FileProblem.PATH_NOT_FOUND, folder);
                    }
                    execution.session().enter(folder);
                    return 0;
                });
    }

    static int makeDirectory(Execution execution) {
        return work(
                execution,
                files -> {
                    for (String operand : operands(execution)) {
                        makeWithParents(files, path(execution, operand));
                    }
                    return 0;
                });
    }

    /** As the command interpreter does it, whose extensions are on. */
    private static void makeWithParents(LayerFiles files, String path) throws IOException {
        int beforeNames = 3;
        for (int end = path.indexOf('\\', beforeNames);
                end > 0;
                end = path.indexOf('\\', end + 1)) {
            String parent = path.substring(0, end);
            if (files.find(parent).isEmpty()) {
                files.makeDirectory(parent);
            }
        }
        files.makeDirectory(path);
    }

    static int delete(Execution execution) {
        return work(
                execution,
                files -> {
                    for (String operand : operands(execution)) {
                        files.delete(path(execution, operand));
                    }
                    return 0;
                });
    }

    static int copy(Execution execution) {
        return work(
                execution,
                files -> {
                    List<String> operands = operands(execution);
                    if (operands.size() != 2) {
                        execution.complain("The syntax of the command is incorrect.");
                        return FAILED;
                    }
                    try (InputStream in = files.read(path(execution, operands.getFirst()));
                            OutputStream out =
                                    files.write(path(execution, operands.getLast()), false)) {
                        in.transferTo(out);
                    }
                    execution.line("        1 file(s) copied.");
                    return 0;
                });
    }
}
