package dev.mullion.hcs.compute;

import static dev.mullion.hcs.binding.VmComputeFunction.*;

import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.binding.Callbacks.Notice;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.NativeFunction;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.binding.OwnedHandle;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A system of vmcompute.dll: requests are accepted and their end is told later. */
final class VmComputeSystem implements ComputeSystem {

    private final NativeCalls calls;
    private final String id;
    private final OwnedHandle handle;
    private final Completions completions = new Completions();
    private final AtomicReference<@Nullable Consumer<ComputeEvent>> listener =
            new AtomicReference<>();
    private @Nullable Notifications notifications;

    VmComputeSystem(NativeCalls calls, String id, OwnedHandle handle) {
        this.calls = calls;
        this.id = id;
        this.handle = handle;
    }

    /** The requests' ends come the same way as events, so this one registers for itself. */
    void register() {
        notifications =
                Notifications.begin(
                        calls,
                        HCS_REGISTER_COMPUTE_SYSTEM_CALLBACK,
                        HCS_UNREGISTER_COMPUTE_SYSTEM_CALLBACK,
                        handle,
                        this::take);
    }

    void created(String what, boolean pending, Duration limit) {
        register();
        if (pending) {
            completions.await(what, Completions.CREATED, limit);
        }
    }

    private void take(Notice notice) {
        completions.take(notice);
        Consumer<ComputeEvent> listening = listener.get();
        ComputeEvent.Type type = ComputeEvent.firstGeneration(notice.type());
        if (listening != null && type != ComputeEvent.Type.OTHER) {
            listening.accept(new ComputeEvent(type, notice.status(), notice.data()));
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void listen(Consumer<ComputeEvent> added) {
        if (!listener.compareAndSet(null, added)) {
            throw new IllegalStateException("The compute system " + id + " has a listener already");
        }
    }

    @Override
    public void start(Duration limit) {
        await("Starting", HCS_START_COMPUTE_SYSTEM, Completions.STARTED, limit);
    }

    @Override
    public void shutDown() {
        VmCompute.call(
                calls,
                "Shutting down the compute system " + id,
                HCS_SHUTDOWN_COMPUTE_SYSTEM,
                handle,
                "");
    }

    @Override
    public void terminate() {
        VmCompute.call(
                calls,
                "Terminating the compute system " + id,
                HCS_TERMINATE_COMPUTE_SYSTEM,
                handle,
                "");
    }

    @Override
    public void pause(Duration limit) {
        await("Pausing", HCS_PAUSE_COMPUTE_SYSTEM, Completions.PAUSED, limit);
    }

    @Override
    public void resume(Duration limit) {
        await("Resuming", HCS_RESUME_COMPUTE_SYSTEM, Completions.RESUMED, limit);
    }

    private void await(String doing, NativeFunction function, int end, Duration limit) {
        String what = doing + " the compute system " + id;
        completions.expect(end);
        if (VmCompute.call(calls, what, function, handle, "")) {
            completions.await(what, end, limit);
        }
    }

    @Override
    public String properties(String query) {
        var properties = new Out.Text();
        VmCompute.call(
                calls,
                "Asking the compute system " + id,
                HCS_GET_COMPUTE_SYSTEM_PROPERTIES,
                handle,
                query,
                properties);
        return Objects.requireNonNullElse(properties.value(), "");
    }

    @Override
    public void modify(String request) {
        VmCompute.call(
                calls,
                "Changing the compute system " + id,
                HCS_MODIFY_COMPUTE_SYSTEM,
                handle,
                request);
    }

    /**
     * {@inheritDoc} The call itself waits, as long as the service takes: the limit has no effect.
     */
    @Override
    public ComputeProcess createProcess(String parameters, Duration limit) {
        String what = "a process in the compute system " + id;
        var process = new Out.Handle();
        try (var information = ProcessPipes.allocate()) {
            VmCompute.call(
                    calls,
                    "Starting " + what,
                    HCS_CREATE_PROCESS,
                    handle,
                    parameters,
                    information,
                    process);
            return new VmComputeProcess(
                    calls, what, own(process, what), ProcessPipes.of(calls, information, what));
        }
    }

    @Override
    public ComputeProcess openProcess(int processId) {
        String what = "process " + processId + " in the compute system " + id;
        var process = new Out.Handle();
        VmCompute.call(calls, "Opening " + what, HCS_OPEN_PROCESS, handle, processId, process);
        return new VmComputeProcess(
                calls, what, own(process, what), new ProcessPipes(processId, Map.of()));
    }

    @Override
    public ComputeProcess reopenProcess(int processId) {
        String what = "process " + processId + " in the compute system " + id;
        var process = new Out.Handle();
        VmCompute.call(calls, "Opening " + what, HCS_OPEN_PROCESS, handle, processId, process);
        OwnedHandle owned = own(process, what);
        return new VmComputeProcess(calls, what, owned, pipesOf(processId, owned, what));
    }

    /** What is refused are its pipes only. */
    private ProcessPipes pipesOf(int processId, OwnedHandle process, String what) {
        try (var information = ProcessPipes.allocate()) {
            VmCompute.call(
                    calls,
                    "Asking for the pipes of " + what,
                    HCS_GET_PROCESS_INFO,
                    process,
                    information);
            return ProcessPipes.of(calls, information, what);
        } catch (HcsException e) {
            return new ProcessPipes(processId, Map.of());
        }
    }

    private OwnedHandle own(Out.Handle process, String what) {
        return new OwnedHandle(
                process.value(), what, closing -> calls.code(HCS_CLOSE_PROCESS, closing));
    }

    @Override
    public void close() {
        if (notifications != null) {
            notifications.close();
        }
        handle.close();
    }
}
