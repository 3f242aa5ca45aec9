package dev.mullion.hcs.compute;

import static dev.mullion.hcs.binding.ComputeCoreFunction.*;

import com.sun.jna.Memory;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.Hresult;
import dev.mullion.hcs.binding.ComputeCoreFunction;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.binding.OwnedHandle;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** A system of computecore.dll. */
final class ComputeCoreSystem implements ComputeSystem {

    private static final Duration QUERY = Duration.ofMinutes(4);

    private static final int UNEXPECTED = 0x8000FFFF;

    private final NativeCalls calls;
    private final String id;
    private final OwnedHandle handle;
    private final Listening listening;

    ComputeCoreSystem(NativeCalls calls, String id, OwnedHandle handle) {
        this.calls = calls;
        this.id = id;
        this.handle = handle;
        this.listening =
                new Listening(calls, HCS_SET_COMPUTE_SYSTEM_CALLBACK, "the compute system " + id);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void listen(Consumer<ComputeEvent> listener) {
        listening.begin(handle, listener);
    }

    @Override
    public void start(Duration limit) {
        await("Starting", HCS_START_COMPUTE_SYSTEM, "", limit);
    }

    @Override
    public void shutDown() {
        send("Shutting down", HCS_SHUT_DOWN_COMPUTE_SYSTEM);
    }

    @Override
    public void terminate() {
        send("Terminating", HCS_TERMINATE_COMPUTE_SYSTEM);
    }

    /** The operation is closed while the request runs: its result says nothing about the end. */
    private void send(String doing, ComputeCoreFunction function) {
        try (var operation = new Operation(calls, doing + " the compute system " + id)) {
            operation.request(function, handle, operation.handle(), "");
        }
    }

    @Override
    public void pause(Duration limit) {
        await("Pausing", HCS_PAUSE_COMPUTE_SYSTEM, "", limit);
    }

    @Override
    public void resume(Duration limit) {
        await("Resuming", HCS_RESUME_COMPUTE_SYSTEM, "", limit);
    }

    @Override
    public String properties(String query) {
        return await("Asking", HCS_GET_COMPUTE_SYSTEM_PROPERTIES, query, QUERY);
    }

    private String await(
            String doing, ComputeCoreFunction function, String options, Duration limit) {
        try (var operation = new Operation(calls, doing + " the compute system " + id)) {
            operation.request(function, handle, operation.handle(), options);
            return operation.await(limit);
        }
    }

    @Override
    public void modify(String request) {
        try (var operation = new Operation(calls, "Changing the compute system " + id)) {
            operation.request(HCS_MODIFY_COMPUTE_SYSTEM, handle, operation.handle(), request, null);
            operation.await(QUERY);
        }
    }

    @Override
    public ComputeProcess createProcess(String parameters, Duration limit) {
        var process = new Out.Handle();
        String what = "a process in the compute system " + id;
        try (var information = ProcessPipes.allocate();
                var operation = new Operation(calls, "Starting " + what)) {
            operation.request(
                    HCS_CREATE_PROCESS, handle, parameters, operation.handle(), null, process);
            if (process.value() == 0) {
                operation.await(limit, information);
                throw HcsException.of("Starting " + what, Hresult.of(UNEXPECTED), null);
            }
            OwnedHandle owned = own(process.value(), what);
            try {
                operation.await(limit, information);
            } catch (HcsException e) {
                recover(owned, information, limit, e);
            }
            return new ComputeCoreProcess(
                    calls, what, owned, ProcessPipes.of(calls, information, what));
        }
    }

    /**
     * In process isolation the creation may end before the wait begins, and the wait then reports a
     * failure although there is a process (seen on WS2022). Asked only after a failure: a process
     * that has ended already would make a failure of a success.
     */
    private void recover(
            OwnedHandle process, Memory information, Duration limit, HcsException first) {
        try (var operation = new Operation(calls, "Asking for a new process")) {
            operation.request(HCS_GET_PROCESS_INFO, process, operation.handle());
            operation.await(limit, information);
        } catch (HcsException second) {
            process.close();
            first.addSuppressed(second);
            throw first;
        }
    }

    @Override
    public ComputeProcess openProcess(int processId) {
        var process = new Out.Handle();
        String what = "process " + processId + " in the compute system " + id;
        ComputeCore.check(
                "Opening " + what,
                calls.code(HCS_OPEN_PROCESS, handle, processId, ComputeCore.EVERYTHING, process));
        return new ComputeCoreProcess(
                calls, what, own(process.value(), what), new ProcessPipes(processId, Map.of()));
    }

    @Override
    public ComputeProcess reopenProcess(int processId) {
        var process = new Out.Handle();
        String what = "process " + processId + " in the compute system " + id;
        ComputeCore.check(
                "Opening " + what,
                calls.code(HCS_OPEN_PROCESS, handle, processId, ComputeCore.EVERYTHING, process));
        OwnedHandle owned = own(process.value(), what);
        return new ComputeCoreProcess(calls, what, owned, pipesOf(processId, owned, what));
    }

    /** What is refused are its pipes only. */
    private ProcessPipes pipesOf(int processId, OwnedHandle process, String what) {
        try (var information = ProcessPipes.allocate();
                var operation = new Operation(calls, "Asking for the pipes of " + what)) {
            operation.request(HCS_GET_PROCESS_INFO, process, operation.handle());
            operation.await(QUERY, information);
            return ProcessPipes.of(calls, information, what);
        } catch (HcsException e) {
            return new ProcessPipes(processId, Map.of());
        }
    }

    private OwnedHandle own(long process, String what) {
        return new OwnedHandle(process, what, closing -> calls.call(HCS_CLOSE_PROCESS, closing));
    }

    @Override
    public void close() {
        handle.close();
        listening.end();
    }
}
