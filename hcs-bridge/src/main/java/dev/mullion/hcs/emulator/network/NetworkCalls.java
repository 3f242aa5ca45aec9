package dev.mullion.hcs.emulator.network;

import static dev.mullion.hcs.binding.ComputeNetworkFunction.*;

import dev.mullion.hcs.binding.NativeFunction;
import dev.mullion.hcs.emulator.Arguments;
import dev.mullion.hcs.emulator.Functions;
import dev.mullion.hcs.emulator.HandleKind;
import dev.mullion.hcs.emulator.Part;
import dev.mullion.hcs.emulator.Refusal;
import dev.mullion.hcs.emulator.network.NetworkStore.Thing;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;

/** The functions of computenetwork.dll. Each tells of its failure in an error record, too. */
public final class NetworkCalls implements Part {

    private static final int SUCCESS = 0;

    private final EmulatedNetworks networks;

    /** What a handle stands for; that may be gone. */
    private record Opened(Thing thing, UUID id) {}

    /** The functions of one kind of thing, which have the same shape. */
    private record Shape(
            Thing thing,
            HandleKind kind,
            NativeFunction enumerate,
            NativeFunction open,
            NativeFunction modify,
            NativeFunction query,
            NativeFunction delete,
            NativeFunction close) {}

    /**
     * Adds the functions of one machine.
     *
     * @param networks of that machine
     */
    public NetworkCalls(EmulatedNetworks networks) {
        this.networks = networks;
    }

    @Override
    public void rebooted() {
        networks.restarted();
    }

    @Override
    public void addTo(Functions functions) {
        add(
                functions,
                new Shape(
                        Thing.NETWORK,
                        HandleKind.NETWORK,
                        HCN_ENUMERATE_NETWORKS,
                        HCN_OPEN_NETWORK,
                        HCN_MODIFY_NETWORK,
                        HCN_QUERY_NETWORK_PROPERTIES,
                        HCN_DELETE_NETWORK,
                        HCN_CLOSE_NETWORK));
        add(
                functions,
                new Shape(
                        Thing.ENDPOINT,
                        HandleKind.ENDPOINT,
                        HCN_ENUMERATE_ENDPOINTS,
                        HCN_OPEN_ENDPOINT,
                        HCN_MODIFY_ENDPOINT,
                        HCN_QUERY_ENDPOINT_PROPERTIES,
                        HCN_DELETE_ENDPOINT,
                        HCN_CLOSE_ENDPOINT));
        add(
                functions,
                new Shape(
                        Thing.NAMESPACE,
                        HandleKind.NAMESPACE,
                        HCN_ENUMERATE_NAMESPACES,
                        HCN_OPEN_NAMESPACE,
                        HCN_MODIFY_NAMESPACE,
                        HCN_QUERY_NAMESPACE_PROPERTIES,
                        HCN_DELETE_NAMESPACE,
                        HCN_CLOSE_NAMESPACE));
        recorded(
                functions,
                HCN_CREATE_NETWORK,
                call ->
                        give(
                                call,
                                2,
                                HandleKind.NETWORK,
                                Thing.NETWORK,
                                networks.createNetwork(call.guid(0), call.text(1))));
        recorded(
                functions,
                HCN_CREATE_ENDPOINT,
                call ->
                        give(
                                call,
                                3,
                                HandleKind.ENDPOINT,
                                Thing.ENDPOINT,
                                networks.createEndpoint(
                                        opened(call, Thing.NETWORK), call.guid(1), call.text(2))));
        recorded(
                functions,
                HCN_CREATE_NAMESPACE,
                call ->
                        give(
                                call,
                                2,
                                HandleKind.NAMESPACE,
                                Thing.NAMESPACE,
                                networks.createNamespace(call.guid(0), call.text(1))));
        functions
                .with(HCN_REGISTER_SERVICE_CALLBACK, this::register)
                .with(HCN_UNREGISTER_SERVICE_CALLBACK, NetworkCalls::unregister);
    }

    /** What a function does before it tells of its failure. */
    @FunctionalInterface
    private interface Step {
        void run(Arguments call);
    }

    private void add(Functions functions, Shape shape) {
        recorded(
                functions,
                shape.enumerate(),
                call -> {
                    ArrayNode ids = Documents.array();
                    networks.enumerate(shape.thing(), call.text(0))
                            .forEach(id -> ids.add(id.toString()));
                    call.giveText(1, ids.toString());
                });
        recorded(
                functions,
                shape.open(),
                call -> {
                    networks.require(shape.thing(), call.guid(0));
                    give(call, 1, shape.kind(), shape.thing(), call.guid(0));
                });
        recorded(
                functions,
                shape.modify(),
                call -> networks.modify(shape.thing(), opened(call, shape.thing()), call.text(1)));
        recorded(
                functions,
                shape.query(),
                call -> {
                    Documents.read(call.text(1));
                    UUID id = opened(call, shape.thing());
                    call.giveText(2, networks.describe(shape.thing(), id));
                });
        recorded(functions, shape.delete(), call -> networks.delete(shape.thing(), call.guid(0)));
        functions.with(
                shape.close(),
                call -> {
                    call.client().handles().close(call.wide(0), shape.kind());
                    return SUCCESS;
                });
    }

    /** The error record comes last in every function that has one. */
    private static void recorded(Functions functions, NativeFunction function, Step step) {
        int record = function.parameters().size() - 1;
        functions.with(
                function,
                call -> {
                    call.giveText(record, null);
                    try {
                        step.run(call);
                        return SUCCESS;
                    } catch (Refusal refusal) {
                        call.giveText(record, ErrorRecords.of(refusal));
                        return refusal.code();
                    }
                });
    }

    private static UUID opened(Arguments call, Thing thing) {
        Opened opened = call.handle(0, Opened.class);
        if (opened.thing() != thing) {
            throw HcnCode.INVALID_PARAMETER.about("a handle of something else");
        }
        return opened.id();
    }

    private static void give(Arguments call, int index, HandleKind kind, Thing thing, UUID id) {
        call.giveWide(index, call.client().handles().open(kind, new Opened(thing, id), () -> {}));
    }

    private Number register(Arguments call) {
        Notices.Registered registered = networks.notices().register(call.wide(0), call.wide(1));
        call.giveWide(
                2,
                call.client()
                        .handles()
                        .open(HandleKind.REGISTRATION, registered, registered::close));
        return SUCCESS;
    }

    private static Number unregister(Arguments call) {
        call.client().handles().close(call.wide(0), HandleKind.REGISTRATION);
        return SUCCESS;
    }
}
