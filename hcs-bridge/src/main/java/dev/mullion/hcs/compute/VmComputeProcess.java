package dev.mullion.hcs.compute;

import static dev.mullion.hcs.binding.VmComputeFunction.*;

import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.binding.OwnedHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A process of vmcompute.dll, whose calls wait themselves: limits have no effect. */
final class VmComputeProcess implements ComputeProcess {

    private final NativeCalls calls;
    private final String what;
    private final OwnedHandle handle;
    private final ProcessPipes pipes;
    private final AtomicReference<@Nullable Notifications> notifications = new AtomicReference<>();

    VmComputeProcess(NativeCalls calls, String what, OwnedHandle handle, ProcessPipes pipes) {
        this.calls = calls;
        this.what = what;
        this.handle = handle;
        this.pipes = pipes;
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
        Notifications begun =
                Notifications.begin(
                        calls,
                        HCS_REGISTER_PROCESS_CALLBACK,
                        HCS_UNREGISTER_PROCESS_CALLBACK,
                        handle,
                        notice ->
                                listener.accept(
                                        new ComputeEvent(
                                                ComputeEvent.firstGeneration(notice.type()),
                                                notice.status(),
                                                notice.data())));
        if (!notifications.compareAndSet(null, begun)) {
            begun.close();
            throw new IllegalStateException(what + " has a listener already");
        }
    }

    @Override
    public void signal(String options, Duration limit) {
        VmCompute.call(calls, "Signalling " + what, HCS_SIGNAL_PROCESS, handle, options);
    }

    @Override
    public void terminate(Duration limit) {
        VmCompute.call(calls, "Terminating " + what, HCS_TERMINATE_PROCESS, handle);
    }

    @Override
    public void modify(String request) {
        VmCompute.call(calls, "Changing " + what, HCS_MODIFY_PROCESS, handle, request);
    }

    @Override
    public String properties() {
        var properties = new Out.Text();
        VmCompute.call(calls, "Asking " + what, HCS_GET_PROCESS_PROPERTIES, handle, properties);
        return Objects.requireNonNullElse(properties.value(), "");
    }

    @Override
    public void close() {
        Notifications begun = notifications.get();
        if (begun != null) {
            begun.close();
        }
        pipes.close();
        handle.close();
    }
}
