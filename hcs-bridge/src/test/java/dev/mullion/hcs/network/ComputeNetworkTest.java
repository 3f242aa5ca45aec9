package dev.mullion.hcs.network;

import static dev.mullion.hcs.binding.ComputeNetworkFunction.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Pointer;
import dev.mullion.hcs.AlreadyExistsException;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.binding.GivenOut;
import dev.mullion.hcs.binding.JavaFunctions;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.NativeFunction;
import dev.mullion.hcs.binding.VmComputeFunction;
import dev.mullion.hcs.binding.WideString;
import dev.mullion.hcs.binding.WindowsGuid;
import dev.mullion.hcs.network.Network.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ComputeNetworkTest {

    private static final UUID ID = UUID.fromString("eef2649d-bb17-4d53-9937-295a8efe6f2c");

    private final GivenOut out = new GivenOut();
    private final JavaFunctions functions = new JavaFunctions();
    private final Network network = new ComputeNetwork(new NativeCalls(functions));
    private final List<String> heard = new ArrayList<>();
    private int answer;
    private @Nullable String record;

    ComputeNetworkTest() {
        out.addTo(functions);
        for (NativeFunction function :
                List.of(
                        HCN_ENUMERATE_NETWORKS,
                        HCN_ENUMERATE_ENDPOINTS,
                        HCN_ENUMERATE_NAMESPACES)) {
            functions.with(
                    function,
                    arguments -> {
                        hear(function, WideString.read((Long) arguments[0]));
                        out.string(arguments[1], answer == 0 ? "[\"" + ID + "\"]" : null);
                        return fail(arguments[2]);
                    });
        }
        for (NativeFunction function : List.of(HCN_CREATE_NETWORK, HCN_CREATE_NAMESPACE)) {
            functions.with(
                    function,
                    arguments -> {
                        hear(
                                function,
                                guid(arguments[0]) + " " + WideString.read((Long) arguments[1]));
                        return made(arguments[2], arguments[3]);
                    });
        }
        functions.with(
                HCN_CREATE_ENDPOINT,
                arguments -> {
                    assertThat(out.open(arguments[0])).isTrue();
                    hear(
                            HCN_CREATE_ENDPOINT,
                            guid(arguments[1]) + " " + WideString.read((Long) arguments[2]));
                    return made(arguments[3], arguments[4]);
                });
        for (NativeFunction function :
                List.of(HCN_OPEN_NETWORK, HCN_OPEN_ENDPOINT, HCN_OPEN_NAMESPACE)) {
            functions.with(
                    function,
                    arguments -> {
                        hear(function, guid(arguments[0]));
                        return made(arguments[1], arguments[2]);
                    });
        }
        for (NativeFunction function :
                List.of(HCN_MODIFY_NETWORK, HCN_MODIFY_ENDPOINT, HCN_MODIFY_NAMESPACE)) {
            functions.with(
                    function,
                    arguments -> {
                        hear(function, WideString.read((Long) arguments[1]));
                        return fail(arguments[2]);
                    });
        }
        for (NativeFunction function :
                List.of(
                        HCN_QUERY_NETWORK_PROPERTIES,
                        HCN_QUERY_ENDPOINT_PROPERTIES,
                        HCN_QUERY_NAMESPACE_PROPERTIES)) {
            functions.with(
                    function,
                    arguments -> {
                        assertThat(out.open(arguments[0])).isTrue();
                        out.string(arguments[2], "{\"ID\":\"" + ID + "\"}");
                        return fail(arguments[3]);
                    });
        }
        for (NativeFunction function :
                List.of(HCN_DELETE_NETWORK, HCN_DELETE_ENDPOINT, HCN_DELETE_NAMESPACE)) {
            functions.with(
                    function,
                    arguments -> {
                        hear(function, guid(arguments[0]));
                        return fail(arguments[1]);
                    });
        }
        for (NativeFunction function :
                List.of(HCN_CLOSE_NETWORK, HCN_CLOSE_ENDPOINT, HCN_CLOSE_NAMESPACE)) {
            functions.with(function, arguments -> out.close(arguments[0]));
        }
    }

    private void hear(NativeFunction function, @Nullable String what) {
        heard.add(function.export() + " " + what);
    }

    private static String guid(Object address) {
        return WindowsGuid.read(new Pointer((Long) address), 0).toString();
    }

    private int made(Object handle, Object errors) {
        if (answer == 0 && record == null) {
            out.handle(handle);
        }
        return fail(errors);
    }

    private int fail(Object errors) {
        out.string(errors, record);
        return answer;
    }

    @AfterEach
    void nothingIsLeftOut() {
        assertThat(out.mistakes()).isEmpty();
        assertThat(out.stringsOut()).isZero();
        assertThat(out.handlesOut()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void everyThingIsListedFoundChangedAndDeleted(Thing thing) {
        assertThat(network.enumerate(thing, "")).isEqualTo("[\"" + ID + "\"]");
        assertThat(network.find(thing, ID, "")).contains("{\"ID\":\"" + ID + "\"}");
        network.modify(thing, ID, "{\"RequestType\":\"Add\"}");
        assertThat(network.delete(thing, ID)).isTrue();
        assertThat(heard)
                .allMatch(call -> call.toUpperCase(java.util.Locale.ROOT).contains(thing.name()))
                .last()
                .asString()
                .endsWith(" " + ID);
    }

    @Test
    void newThingsAreAnsweredAsTheServiceCompletedThem() {
        String completed = "{\"ID\":\"" + ID + "\"}";
        assertThat(network.createNetwork(Network.CHOOSE, "{n}")).isEqualTo(completed);
        assertThat(network.createEndpoint(ID, Network.CHOOSE, "{e}")).isEqualTo(completed);
        assertThat(network.createNamespace(Network.CHOOSE, "{s}")).isEqualTo(completed);
        assertThat(heard)
                .containsExactly(
                        "HcnCreateNetwork 00000000-0000-0000-0000-000000000000 {n}",
                        "HcnOpenNetwork " + ID,
                        "HcnCreateEndpoint 00000000-0000-0000-0000-000000000000 {e}",
                        "HcnCreateNamespace 00000000-0000-0000-0000-000000000000 {s}");
    }

    @Test
    void whatIsGoneIsNotThereAndDeletedAlready() {
        answer = 0x803B0002;
        assertThat(network.find(Thing.ENDPOINT, ID, "")).isEmpty();
        assertThat(network.delete(Thing.ENDPOINT, ID)).isFalse();
        answer = 0x80070490;
        assertThat(network.delete(Thing.NAMESPACE, ID)).isFalse();
    }

    @Test
    void theCodeOfTheRecordSaysMoreThanTheCalls() {
        answer = 0x80004005;
        record = "{\"Success\":false,\"Error\":\"port 8080 is taken\",\"ErrorCode\":2151350291}";
        assertThatThrownBy(() -> network.createNetwork(Network.CHOOSE, "{}"))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessage(
                        "Creating a new network failed: port 8080 is taken"
                                + " 0x803B0013 (HCN PORT_ALREADY_EXISTS)");
    }

    @Test
    void aRecordMeansFailureAlsoWhenTheCallSaysSuccess() {
        record = "{\"Success\":false,\"Error\":\"no\"}";
        assertThatThrownBy(() -> network.createNamespace(Network.CHOOSE, "{}"))
                .isInstanceOfSatisfying(
                        HcsException.class, e -> assertThat(e.code().raw()).isEqualTo(0x80004005))
                .hasMessageContaining("no");
    }

    @Test
    void whatWentThroughAnEndpointIsAskedOfTheFirstGeneration() {
        functions.with(
                VmComputeFunction.HNS_CALL,
                arguments -> {
                    String method = WideString.read((Long) arguments[0]);
                    String path = WideString.read((Long) arguments[1]);
                    heard.add(method + " " + path);
                    out.string(
                            arguments[3],
                            path != null && path.endsWith(ID.toString())
                                    ? "{\"Success\":true,\"Output\":{\"BytesSent\":7}}"
                                    : "{\"Success\":false,\"Error\":\"Element not found.\"}");
                    return 0;
                });
        assertThat(network.statistics(ID)).contains("{\"BytesSent\":7}");
        assertThat(heard).containsExactly("GET /endpointstats/" + ID);
        assertThat(network.statistics(new UUID(1, 2))).isEmpty();
    }
}
