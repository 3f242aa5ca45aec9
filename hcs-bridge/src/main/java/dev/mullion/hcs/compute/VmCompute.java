package dev.mullion.hcs.compute;

import static dev.mullion.hcs.binding.VmComputeFunction.HCS_CLOSE_COMPUTE_SYSTEM;
import static dev.mullion.hcs.binding.VmComputeFunction.HCS_CREATE_COMPUTE_SYSTEM;
import static dev.mullion.hcs.binding.VmComputeFunction.HCS_ENUMERATE_COMPUTE_SYSTEMS;
import static dev.mullion.hcs.binding.VmComputeFunction.HCS_GET_SERVICE_PROPERTIES;
import static dev.mullion.hcs.binding.VmComputeFunction.HCS_MODIFY_SERVICE_SETTINGS;
import static dev.mullion.hcs.binding.VmComputeFunction.HCS_OPEN_COMPUTE_SYSTEM;

import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.Hresult;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.NativeFunction;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.binding.OwnedHandle;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The first generation: vmcompute.dll with v1 documents. Hyper-V isolation goes this way. */
public final class VmCompute implements Compute {

    private final NativeCalls calls;

    /**
     * Calls vmcompute.dll.
     *
     * @param calls the native calls
     */
    public VmCompute(NativeCalls calls) {
        this.calls = calls;
    }

    @Override
    public String enumerate(String query) {
        var systems = new Out.Text();
        call(calls, "Listing the compute systems", HCS_ENUMERATE_COMPUTE_SYSTEMS, query, systems);
        return Objects.requireNonNullElse(systems.value(), "[]");
    }

    /**
     * {@inheritDoc} The completion is told through the callback, which is registered after this
     * call.
     */
    @Override
    public ComputeSystem create(String id, String configuration, Duration limit) {
        var handle = new Out.Handle();
        String what = "Creating the compute system " + id;
        boolean pending =
                call(calls, what, HCS_CREATE_COMPUTE_SYSTEM, id, configuration, null, handle);
        VmComputeSystem system = system(id, handle.value());
        try {
            system.created(what, pending, limit);
            return system;
        } catch (HcsException e) {
            try (system) {
                system.terminate();
            } catch (HcsException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    @Override
    public ComputeSystem open(String id) {
        var handle = new Out.Handle();
        call(calls, "Opening the compute system " + id, HCS_OPEN_COMPUTE_SYSTEM, id, handle);
        VmComputeSystem system = system(id, handle.value());
        try {
            system.register();
            return system;
        } catch (HcsException e) {
            system.close();
            throw e;
        }
    }

    private VmComputeSystem system(String id, long handle) {
        return new VmComputeSystem(
                calls,
                id,
                new OwnedHandle(
                        handle,
                        "the compute system " + id,
                        closing -> calls.code(HCS_CLOSE_COMPUTE_SYSTEM, closing)));
    }

    @Override
    public String serviceProperties(String query) {
        var properties = new Out.Text();
        call(calls, "Asking the compute service", HCS_GET_SERVICE_PROPERTIES, query, properties);
        return Objects.requireNonNullElse(properties.value(), "");
    }

    @Override
    public void modifyService(String settings) {
        call(calls, "Changing the compute service", HCS_MODIFY_SERVICE_SETTINGS, settings);
    }

    /**
     * Calls a function that takes the result document last.
     *
     * @return true if the request was accepted and a notification will tell its end
     */
    static boolean call(
            NativeCalls calls,
            String what,
            NativeFunction function,
            @Nullable Object... arguments) {
        var document = new Out.Text();
        @Nullable Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = document;
        Hresult result = Hresult.of(calls.code(function, all));
        if (!result.succeeded() && !result.isPending()) {
            throw HcsException.of(what, result, document.value());
        }
        return result.isPending();
    }
}
