package dev.mullion.hcs.emulator.network;

import static dev.mullion.hcs.binding.VmComputeFunction.HNS_CALL;

import dev.mullion.hcs.emulator.Arguments;
import dev.mullion.hcs.emulator.Functions;
import dev.mullion.hcs.emulator.Part;
import dev.mullion.hcs.emulator.Refusal;
import dev.mullion.hcs.emulator.network.NetworkStore.Thing;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code HNSCall}: the first schema's view of the same networks, with paths as in HTTP. */
public final class HnsCalls implements Part {

    private static final int SUCCESS = 0;
    private static final int NETWORK_NOT_FOUND = 0x803B0001;
    private static final int ENDPOINT_NOT_FOUND = 0x803B0002;
    private static final String NO_OBJECT =
            "The object identifier does not represent a valid object. ";
    private static final String NO_ELEMENT = "Element not found. ";
    private static final int ELEMENT_NOT_FOUND = 0x80070490;

    private final EmulatedNetworks networks;

    /**
     * Adds the function of one machine.
     *
     * @param networks of that machine
     */
    public HnsCalls(EmulatedNetworks networks) {
        this.networks = networks;
    }

    @Override
    public void addTo(Functions functions) {
        functions.with(HNS_CALL, this::call);
    }

    /** The call succeeds also where the request doesn't: its answer says so. */
    private Number call(Arguments arguments) {
        ObjectNode answer = Documents.object();
        try {
            JsonNode output =
                    answer(
                            arguments.required(0).toUpperCase(Locale.ROOT),
                            arguments.required(1),
                            arguments.text(2));
            answer.put("Success", true).set("Output", output);
        } catch (Refusal refusal) {
            answer.put("Success", false).put("Error", sentence(refusal));
            answer.put("ErrorCode", Integer.toUnsignedLong(refusal.code()));
        }
        arguments.giveText(3, answer.toString());
        return SUCCESS;
    }

    /** Docker goes by these texts. */
    private static String sentence(Refusal refusal) {
        return switch (refusal.code()) {
            case NETWORK_NOT_FOUND, ENDPOINT_NOT_FOUND -> NO_OBJECT;
            case ELEMENT_NOT_FOUND -> NO_ELEMENT;
            default -> String.valueOf(refusal.getMessage());
        };
    }

    private JsonNode answer(String method, String path, @Nullable String body) {
        List<String> parts =
                Arrays.stream(path.split("/", -1)).filter(part -> !part.isEmpty()).toList();
        if (parts.isEmpty()) {
            throw HcnCode.REQUEST_UNSUPPORTED.about(path);
        }
        return switch (parts.getFirst()) {
            case "globals" -> globals(method, parts);
            case "networks" -> things(Thing.NETWORK, method, parts, body);
            case "endpoints" -> things(Thing.ENDPOINT, method, parts, body);
            case "namespaces" -> things(Thing.NAMESPACE, method, parts, body);
            case "endpointstats" -> stats(id(parts));
            default -> throw HcnCode.REQUEST_UNSUPPORTED.about(path);
        };
    }

    private JsonNode globals(String method, List<String> parts) {
        if (!method.equals("GET") || !parts.equals(List.of("globals", "version"))) {
            throw HcnCode.REQUEST_UNSUPPORTED.about(String.join("/", parts));
        }
        HnsVersion version = networks.version();
        return Documents.object().put("Major", version.major()).put("Minor", version.minor());
    }

    private JsonNode things(Thing thing, String method, List<String> parts, @Nullable String body) {
        if (parts.size() == 3 && thing == Thing.ENDPOINT && method.equals("POST")) {
            return plug(id(parts), parts.get(2), Documents.read(body));
        }
        boolean one = parts.size() == 2;
        return switch (method) {
            case "GET" -> one ? first(thing, id(parts)) : list(thing);
            case "POST" -> first(thing, create(thing, Documents.read(body)));
            case "DELETE" -> {
                networks.delete(thing, id(parts));
                yield Documents.object();
            }
            default -> throw HcnCode.REQUEST_UNSUPPORTED.about(method);
        };
    }

    private static UUID id(List<String> parts) {
        if (parts.size() < 2) {
            throw HcnCode.INVALID_PARAMETER.about("there is no id");
        }
        try {
            return UUID.fromString(parts.get(1));
        } catch (IllegalArgumentException e) {
            throw HcnCode.INVALID_PARAMETER.about("not a GUID: " + parts.get(1));
        }
    }

    private JsonNode first(Thing thing, UUID id) {
        ObjectNode document = networks.require(thing, id);
        return switch (thing) {
            case NETWORK -> FirstSchema.network(document);
            case ENDPOINT ->
                    FirstSchema.endpoint(
                            document,
                            networks.require(
                                    Thing.NETWORK,
                                    Documents.guid(document.path("HostComputeNetwork"))));
            case NAMESPACE -> FirstSchema.namespace(document);
        };
    }

    private ArrayNode list(Thing thing) {
        ArrayNode all = Documents.array();
        for (UUID id : networks.enumerate(thing, null)) {
            all.add(first(thing, id));
        }
        return all;
    }

    private UUID create(Thing thing, ObjectNode document) {
        return switch (thing) {
            case NETWORK ->
                    networks.createNetwork(Documents.CHOOSE, FirstSchema.networkOf(document));
            case ENDPOINT ->
                    networks.createEndpoint(
                            Documents.guid(document.path("VirtualNetwork")),
                            Documents.CHOOSE,
                            FirstSchema.endpointOf(document));
            case NAMESPACE ->
                    networks.createNamespace(
                            Documents.CHOOSE, FirstSchema.namespaceOf(document).toString());
        };
    }

    private JsonNode plug(UUID endpoint, String what, ObjectNode body) {
        switch (what) {
            case "attach" -> networks.plug(endpoint, Documents.text(body, "ContainerID"));
            case "detach" -> {
                networks.require(Thing.ENDPOINT, endpoint);
                networks.unplug(endpoint);
            }
            default -> throw HcnCode.REQUEST_UNSUPPORTED.about(what);
        }
        return first(Thing.ENDPOINT, endpoint);
    }

    private JsonNode stats(UUID endpoint) {
        EmulatedNetworks.Traffic traffic = networks.traffic(endpoint);
        return Documents.object()
                .put("BytesReceived", traffic.received())
                .put("BytesSent", traffic.sent())
                .put("PacketsReceived", packets(traffic.received()))
                .put("PacketsSent", packets(traffic.sent()))
                .put("DroppedPacketsIncoming", 0)
                .put("DroppedPacketsOutgoing", 0)
                .put("EndpointID", endpoint.toString())
                .put("InstanceID", endpoint.toString());
    }

    private static long packets(long bytes) {
        return (bytes + 1459) / 1460;
    }
}
