package dev.mullion.security.guardrail;

import dev.mullion.docker.api.EndpointSettings;
import dev.mullion.docker.api.Mount;
import dev.mullion.docker.api.PortBinding;
import dev.mullion.security.Trust;
import dev.mullion.security.guardrail.TargetHost.HostSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;

/** Members of a request through which a container could reach out, and what refuses them. */
final class EscapeTable {

    static final Mount.DriverConfig OF_A_FOLDER =
            new Mount.DriverConfig(null, Map.of("type", "none", "o", "bind", "device", "/etc"));

    static final String NONE = "";

    /** What refuses: one rule for all levels, or one a level in the order of {@link Trust}. */
    record Row(
            HostSystem system,
            String name,
            UnaryOperator<Workload> change,
            List<String> refusedBy) {

        Arguments at(Trust trust) {
            String rule =
                    refusedBy.size() == 1
                            ? refusedBy.getFirst()
                            : switch (trust) {
                                case TRUSTED -> refusedBy.get(0);
                                case RESTRICTED -> refusedBy.get(1);
                                case HOSTILE -> refusedBy.get(2);
                            };
            return Arguments.of(system, trust, name, change, rule);
        }
    }

    private final List<Row> rows = new ArrayList<>();

    void windows(String name, UnaryOperator<Workload> change, String... refusedBy) {
        rows.add(new Row(HostSystem.WINDOWS, name, change, List.of(refusedBy)));
    }

    void linux(String name, UnaryOperator<Workload> change, String... refusedBy) {
        rows.add(new Row(HostSystem.LINUX, name, change, List.of(refusedBy)));
    }

    void both(String name, UnaryOperator<Workload> change, String... refusedBy) {
        windows(name, change, refusedBy);
        linux(name, change, refusedBy);
    }

    static UnaryOperator<Workload> bind(String text) {
        return Requests.host(host -> host.binds(List.of(text)));
    }

    static UnaryOperator<Workload> mount(String type, String source, String target) {
        return mount(Mount.of(type, source, target, false));
    }

    static UnaryOperator<Workload> mount(Mount mount) {
        return Requests.host(host -> host.mounts(List.of(mount)));
    }

    static Mount volume(String name, Mount.VolumeOptions options) {
        return new Mount("volume", name, "/data", false, null, null, options, null);
    }

    static UnaryOperator<Workload> securityOption(String option) {
        return Requests.host(host -> {
            List<String> options = new ArrayList<>(host.securityOpt());
            options.add(option);
            return host.securityOpt(options);
        });
    }

    static UnaryOperator<Workload> ports(String inside, @Nullable String outside) {
        return Requests.host(
                host -> host.portBindings(Map.of(inside, List.of(new PortBinding(null, outside)))));
    }

    static UnaryOperator<Workload> user(String user) {
        return Requests.config(config -> config.user(user));
    }

    static UnaryOperator<Workload> label(String label) {
        return Requests.config(config -> config.labels(Map.of(label, "x")));
    }

    static UnaryOperator<Workload> endpoint(EndpointSettings endpoint) {
        return Requests.endpoint("my-network", endpoint);
    }

    List<Row> rows() {
        return rows;
    }
}
