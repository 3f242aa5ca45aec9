package dev.mullion.hcs.emulator.compute;

import dev.mullion.hcs.emulator.EmulatedHost;
import dev.mullion.hcs.emulator.Refusal;
import dev.mullion.hcs.emulator.file.FileProblem;
import dev.mullion.hcs.emulator.file.LayerFiles;
import dev.mullion.hcs.emulator.program.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The processes of one system. */
final class Processes {

    private static final int FIRST = 1000;
    private static final int STEP = 4;

    private final EmulatedHost host;
    private final EmulatedSystem system;
    private final Map<Integer, EmulatedProcess> present = new TreeMap<>();
    private int last = FIRST;
    private Figures.Spent spent = new Figures.Spent(0, 0, 0);

    Processes(EmulatedHost host, EmulatedSystem system) {
        this.host = host;
        this.system = system;
    }

    /** The program that a request names. */
    static Program program(ComputeService service, ProcessRequest request) {
        return service.programs()
                .find(request.commandLine())
                .orElseThrow(() ->
                        Refusal.of(
                                Codes.FILE_NOT_FOUND,
                                "The system cannot find the file specified: "
                                        + request.commandLine()));
    }

    /** Where a process begins has to be there. */
    static void checkFolder(@Nullable LayerFiles files, String folder) {
        if (files == null) {
            return;
        }
        try {
            if (files.find(LayerFiles.resolve("C:\\", folder))
                    .filter(LayerFiles.Entry::directory)
                    .isPresent()) {
                return;
            }
        } catch (FileProblem e) {
            throw Refusal.of(Codes.BAD_DIRECTORY, e.sentence() + " " + folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The emulated container's files can't be read", e);
        }
        throw Refusal.of(Codes.BAD_DIRECTORY, "The directory name is invalid: " + folder);
    }

    synchronized EmulatedProcess add(ProcessRequest request) {
        last += STEP;
        var process = new EmulatedProcess(host, system, last, request);
        present.put(last, process);
        return process;
    }

    synchronized Optional<EmulatedProcess> find(int id) {
        return Optional.ofNullable(present.get(id)).filter(process -> !process.exited().isDone());
    }

    /** One has ended. Those whose output something still holds stay until the system ends. */
    synchronized void ended(EmulatedProcess process) {
        spent = spent.plus(process);
        if (!process.stdio().held()) {
            present.remove(process.id());
        }
    }

    synchronized List<EmulatedProcess> all() {
        return List.copyOf(present.values());
    }

    List<EmulatedProcess> running() {
        return all().stream().filter(process -> !process.exited().isDone()).toList();
    }

    synchronized Figures.Spent spent() {
        return spent;
    }
}
