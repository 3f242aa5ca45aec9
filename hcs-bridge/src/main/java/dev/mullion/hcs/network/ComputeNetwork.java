package dev.mullion.hcs.network;

import static dev.mullion.hcs.binding.ComputeNetworkFunction.*;

import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.Hresult;
import dev.mullion.hcs.NotFoundException;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.NativeFunction;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.binding.OwnedHandle;
import dev.mullion.hcs.binding.VmComputeFunction;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The network through computenetwork.dll. */
public final class ComputeNetwork implements Network {

    private final NativeCalls calls;

    /**
     * Calls computenetwork.dll.
     *
     * @param calls the native calls
     */
    public ComputeNetwork(NativeCalls calls) {
        this.calls = calls;
    }

    /** The functions of one kind of thing, which have the same shape. */
    private record Functions(
            String name,
            NativeFunction enumerate,
            NativeFunction open,
            NativeFunction modify,
            NativeFunction query,
            NativeFunction delete,
            NativeFunction close) {

        static Functions of(Thing thing) {
            return switch (thing) {
                case NETWORK ->
                        new Functions(
                                "network",
                                HCN_ENUMERATE_NETWORKS,
                                HCN_OPEN_NETWORK,
                                HCN_MODIFY_NETWORK,
                                HCN_QUERY_NETWORK_PROPERTIES,
                                HCN_DELETE_NETWORK,
                                HCN_CLOSE_NETWORK);
                case ENDPOINT ->
                        new Functions(
                                "endpoint",
                                HCN_ENUMERATE_ENDPOINTS,
                                HCN_OPEN_ENDPOINT,
                                HCN_MODIFY_ENDPOINT,
                                HCN_QUERY_ENDPOINT_PROPERTIES,
                                HCN_DELETE_ENDPOINT,
                                HCN_CLOSE_ENDPOINT);
                case NAMESPACE ->
                        new Functions(
                                "namespace",
                                HCN_ENUMERATE_NAMESPACES,
                                HCN_OPEN_NAMESPACE,
                                HCN_MODIFY_NAMESPACE,
                                HCN_QUERY_NAMESPACE_PROPERTIES,
                                HCN_DELETE_NAMESPACE,
                                HCN_CLOSE_NAMESPACE);
            };
        }
    }

    @Override
    public String enumerate(Thing thing, String query) {
        Functions functions = Functions.of(thing);
        var ids = new Out.Text();
        call("Listing the " + functions.name() + "s", functions.enumerate(), query, ids);
        return Objects.requireNonNullElse(ids.value(), "[]");
    }

    @Override
    public String createNetwork(UUID id, String settings) {
        return create(Thing.NETWORK, HCN_CREATE_NETWORK, id, settings);
    }

    @Override
    public String createEndpoint(UUID network, UUID id, String settings) {
        try (OwnedHandle open = open(Thing.NETWORK, network)) {
            return create(Thing.ENDPOINT, HCN_CREATE_ENDPOINT, open, id, settings);
        }
    }

    @Override
    public String createNamespace(UUID id, String settings) {
        return create(Thing.NAMESPACE, HCN_CREATE_NAMESPACE, id, settings);
    }

    private String create(Thing thing, NativeFunction create, Object... arguments) {
        Functions functions = Functions.of(thing);
        var handle = new Out.Handle();
        Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = handle;
        String what = "new " + functions.name();
        call("Creating a " + what, create, all);
        try (OwnedHandle made = own(functions, what, handle.value())) {
            return query(functions, what, made, "");
        }
    }

    @Override
    public Optional<String> find(Thing thing, UUID id, String query) {
        Functions functions = Functions.of(thing);
        try (OwnedHandle open = open(thing, id)) {
            return Optional.of(query(functions, functions.name() + " " + id, open, query));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public void modify(Thing thing, UUID id, String request) {
        Functions functions = Functions.of(thing);
        try (OwnedHandle open = open(thing, id)) {
            call("Changing the " + functions.name() + " " + id, functions.modify(), open, request);
        }
    }

    @Override
    public boolean delete(Thing thing, UUID id) {
        Functions functions = Functions.of(thing);
        try {
            call("Deleting the " + functions.name() + " " + id, functions.delete(), id);
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    @Override
    public Optional<String> statistics(UUID endpoint) {
        var response = new Out.Text();
        Hresult result =
                Hresult.of(
                        calls.code(
                                VmComputeFunction.HNS_CALL,
                                "GET",
                                "/endpointstats/" + endpoint,
                                "",
                                response));
        if (!result.succeeded() && !result.isNotFound()) {
            throw HcsException.of(
                    "Asking what went through the endpoint " + endpoint, result, response.value());
        }
        return result.succeeded() ? FirstGeneration.output(response.value()) : Optional.empty();
    }

    private OwnedHandle open(Thing thing, UUID id) {
        Functions functions = Functions.of(thing);
        var handle = new Out.Handle();
        String what = functions.name() + " " + id;
        call("Opening the " + what, functions.open(), id, handle);
        return own(functions, what, handle.value());
    }

    private OwnedHandle own(Functions functions, String what, long handle) {
        return new OwnedHandle(handle, what, closing -> calls.code(functions.close(), closing));
    }

    private String query(Functions functions, String what, OwnedHandle open, String query) {
        var properties = new Out.Text();
        call("Asking for the " + what, functions.query(), open, query, properties);
        return Objects.requireNonNullElse(properties.value(), "");
    }

    /** Every function takes the error record last; one that is filled means failure too. */
    private void call(String what, NativeFunction function, @Nullable Object... arguments) {
        var record = new Out.Text();
        @Nullable Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = record;
        Hresult result = Hresult.of(calls.code(function, all));
        if (!result.succeeded() || !ErrorRecord.isEmpty(record.value())) {
            throw HcsException.of(what, ErrorRecord.code(record.value(), result), record.value());
        }
    }
}
