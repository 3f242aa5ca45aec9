package dev.mullion.engine.hcs;

import dev.mullion.engine.hcs.stream.ProcessFlow;
import dev.mullion.engine.runtime.ProcessSpec;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.compute.ComputeProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts processes in compute systems. */
final class ProcessStarts {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessStarts.class);
    private static final Duration MARGIN = Duration.ofSeconds(30);

    /** There in every image, and allowed to make folders, which its usual user may not be. */
    private static final String ADMINISTRATOR = "ContainerAdministrator";

    private final Means means;

    ProcessStarts(Means means) {
        this.means = means;
    }

    /** Starts a container's first process, whose working directory is made if it isn't there. */
    WindowsProcess first(OpenSystem system, ProcessSpec spec, boolean input, ProcessFlow flow)
            throws IOException {
        String document = ProcessDocument.of(spec, input);
        try {
            return start(system, document, flow);
        } catch (HcsException e) {
            if (!Failures.is(e, Failures.BAD_DIRECTORY)) {
                throw Failures.ofProgram(ProcessDocument.program(spec), e);
            }
        }
        try {
            makeDirectory(system, spec.directory());
            return start(system, document, flow);
        } catch (HcsException e) {
            throw Failures.ofProgram(ProcessDocument.program(spec), e);
        }
    }

    /** Starts one more. */
    WindowsProcess another(OpenSystem system, ProcessSpec spec, ProcessFlow flow)
            throws IOException {
        try {
            return start(system, ProcessDocument.of(spec, spec.input()), flow);
        } catch (HcsException e) {
            throw Failures.ofProgram(ProcessDocument.program(spec), e);
        }
    }

    private WindowsProcess start(OpenSystem system, String document, ProcessFlow flow)
            throws IOException {
        Duration limit = means.limits().process();
        ComputeProcess process =
                means.calls()
                        .call(
                                "Starting a process in " + system,
                                limit.plus(MARGIN),
                                () -> system.system().createProcess(document, limit),
                                ProcessStarts::tooLate);
        return WindowsProcess.of(means, process, flow);
    }

    /** It came after nobody waited for it any more. */
    private static void tooLate(ComputeProcess process) {
        try (process) {
            process.terminate(MARGIN);
        } catch (HcsException e) {
            LOG.warn("A process that came too late may go on", e);
        }
    }

    /** Made from inside: the host may not follow the links that a container has. */
    private void makeDirectory(OpenSystem system, String directory) throws IOException {
        if (directory.contains("\"")) {
            throw new IOException("Not a folder inside a container: " + directory);
        }
        ProcessSpec spec =
                new ProcessSpec(
                        List.of("cmd"),
                        "cmd /S /C mkdir \"" + directory.replace('/', '\\') + "\"",
                        List.of(),
                        "",
                        ADMINISTRATOR,
                        List.of(),
                        false,
                        null,
                        false,
                        false);
        ProcessFlow flow = new ProcessFlow("mkdir in " + system, means.pipes(), null);
        WindowsProcess making = start(system, ProcessDocument.of(spec, false), flow);
        try {
            CompletableFuture<ProcessEnd> ended = making.ended();
            if (!means.await(ended, means.limits().request(), making::ask)) {
                LOG.warn("Making the folder {} in {} takes too long", directory, system);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            flow.finish();
            making.close();
        }
    }
}
