package dev.mullion.hcs.compute;

import static dev.mullion.hcs.binding.ComputeCoreFunction.HCS_CLOSE_COMPUTE_SYSTEM;
import static dev.mullion.hcs.binding.ComputeCoreFunction.HCS_CREATE_COMPUTE_SYSTEM;
import static dev.mullion.hcs.binding.ComputeCoreFunction.HCS_ENUMERATE_COMPUTE_SYSTEMS;
import static dev.mullion.hcs.binding.ComputeCoreFunction.HCS_GET_SERVICE_PROPERTIES;
import static dev.mullion.hcs.binding.ComputeCoreFunction.HCS_MODIFY_SERVICE_SETTINGS;
import static dev.mullion.hcs.binding.ComputeCoreFunction.HCS_OPEN_COMPUTE_SYSTEM;
import static dev.mullion.hcs.binding.ComputeCoreFunction.HCS_TERMINATE_COMPUTE_SYSTEM;

import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.Hresult;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.binding.OwnedHandle;
import java.time.Duration;
import java.util.Objects;

/** The second generation: computecore.dll with v2 documents. Process isolation goes this way. */
public final class ComputeCore implements Compute {

    static final int EVERYTHING = 0x10000000;

    private static final Duration QUERY = Duration.ofMinutes(4);
    private static final Duration CLEANING_UP = Duration.ofSeconds(30);

    private final NativeCalls calls;

    /**
     * Calls computecore.dll.
     *
     * @param calls the native calls
     */
    public ComputeCore(NativeCalls calls) {
        this.calls = calls;
    }

    @Override
    public String enumerate(String query) {
        try (var operation = new Operation(calls, "Listing the compute systems")) {
            operation.request(HCS_ENUMERATE_COMPUTE_SYSTEMS, query, operation.handle());
            return operation.await(QUERY);
        }
    }

    @Override
    public ComputeSystem create(String id, String configuration, Duration limit) {
        var handle = new Out.Handle();
        try (var operation = new Operation(calls, "Creating the compute system " + id)) {
            operation.request(
                    HCS_CREATE_COMPUTE_SYSTEM, id, configuration, operation.handle(), null, handle);
            operation.await(limit);
            return system(id, handle.value());
        } catch (HcsException e) {
            if (handle.value() != 0) {
                cleanUp(id, handle.value(), e);
            }
            throw e;
        }
    }

    /** A handle may be there although the operation failed, and with it half a system. */
    private void cleanUp(String id, long value, HcsException failure) {
        try (OwnedHandle half = own(id, value);
                var operation = new Operation(calls, "Terminating the compute system " + id)) {
            operation.request(HCS_TERMINATE_COMPUTE_SYSTEM, half, operation.handle(), "");
            operation.await(CLEANING_UP);
        } catch (HcsException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public ComputeSystem open(String id) {
        var handle = new Out.Handle();
        check(
                "Opening the compute system " + id,
                calls.code(HCS_OPEN_COMPUTE_SYSTEM, id, EVERYTHING, handle));
        return system(id, handle.value());
    }

    private ComputeSystem system(String id, long handle) {
        return new ComputeCoreSystem(calls, id, own(id, handle));
    }

    private OwnedHandle own(String id, long handle) {
        return new OwnedHandle(
                handle,
                "the compute system " + id,
                closing -> calls.call(HCS_CLOSE_COMPUTE_SYSTEM, closing));
    }

    @Override
    public String serviceProperties(String query) {
        var answer = new Out.Text();
        int code = calls.code(HCS_GET_SERVICE_PROPERTIES, query, answer);
        checkWith("Asking the compute service", code, answer);
        return Objects.requireNonNullElse(answer.value(), "");
    }

    @Override
    public void modifyService(String settings) {
        var answer = new Out.Text();
        int code = calls.code(HCS_MODIFY_SERVICE_SETTINGS, settings, answer);
        checkWith("Changing the compute service", code, answer);
    }

    static void check(String what, int code) {
        checkWith(what, code, new Out.Text());
    }

    private static void checkWith(String what, int code, Out.Text answer) {
        Hresult result = Hresult.of(code);
        if (!result.succeeded()) {
            throw HcsException.of(what, result, answer.value());
        }
    }
}
