package dev.mullion.hcs.compute;

import static dev.mullion.hcs.binding.ComputeCoreFunction.*;

import dev.mullion.hcs.binding.ComputeCoreFunction;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.OwnedHandle;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** A process of computecore.dll. */
final class ComputeCoreProcess implements ComputeProcess {

    private static final Duration QUERY = Duration.ofMinutes(4);

    private final NativeCalls calls;
    private final String what;
    private final OwnedHandle handle;
    private final ProcessPipes pipes;
    private final Listening listening;

    ComputeCoreProcess(NativeCalls calls, String what, OwnedHandle handle, ProcessPipes pipes) {
        this.calls = calls;
        this.what = what;
        this.handle = handle;
        this.pipes = pipes;
        this.listening = new Listening(calls, HCS_SET_PROCESS_CALLBACK, what);
    }

    @Override
    public int processId() {
        return pipes.processId();
    }

    @Override
    public Optional<OwnedHandle> pipe(Stream stream) {
        return pipes.pipe(stream);
    }

    @Override
    public void listen(Consumer<ComputeEvent> listener) {
        listening.begin(handle, listener);
    }

    @Override
    public void signal(String options, Duration limit) {
        await("Signalling", HCS_SIGNAL_PROCESS, options, limit);
    }

    @Override
    public void terminate(Duration limit) {
        await("Terminating", HCS_TERMINATE_PROCESS, "", limit);
    }

    @Override
    public void modify(String request) {
        await("Changing", HCS_MODIFY_PROCESS, request, QUERY);
    }

    @Override
    public String properties() {
        return await("Asking", HCS_GET_PROCESS_PROPERTIES, "", QUERY);
    }

    private String await(
            String doing, ComputeCoreFunction function, String options, Duration limit) {
        try (var operation = new Operation(calls, doing + " " + what)) {
            operation.request(function, handle, operation.handle(), options);
            return operation.await(limit);
        }
    }

    @Override
    public void close() {
        pipes.close();
        handle.close();
        listening.end();
    }
}
