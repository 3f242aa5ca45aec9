package dev.mullion.backend.api;

import dev.mullion.backend.container.Launch;
import dev.mullion.backend.container.PortMapping;
import dev.mullion.backend.container.RestartRule;
import dev.mullion.backend.host.Destination;
import dev.mullion.backend.host.HostId;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Isolation;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A container to create. Everything but host and image may be left out.
 *
 * @param host where
 * @param tenant whose it shall be; the platform's own without
 * @param stage the tenant's stage; has to be there if the tenant is
 * @param image from what; it has to be on the host already
 * @param name how to call it; the engine makes up a name without
 * @param isolation default, process or hyperv
 * @param command what to run, or what the image's entry point is given
 * @param environment variables by name
 * @param memoryBytes most memory, in bytes
 * @param cpus most processors, for example 1.5
 * @param storageBytes most bytes of its own files, on Windows
 * @param user whom it runs as; the image's without
 * @param restart no, on-failure, unless-stopped or always
 * @param start whether to start it, too; true without
 */
record LaunchBody(
        @Nullable HostId host,
        @Nullable TenantId tenant,
        @Nullable Stage stage,
        @Nullable ImageReference image,
        @Nullable String name,
        @Nullable Isolation isolation,
        @Nullable List<String> command,
        @Nullable Map<String, String> environment,
        @Nullable List<PortBody> ports,
        @Nullable Long memoryBytes,
        @Nullable Double cpus,
        @Nullable Long storageBytes,
        @Nullable String user,
        @Nullable RestartRule restart,
        @Nullable Map<String, String> labels,
        @Nullable Boolean start) {

    private static final String ASKED = "create a container";

    /**
     * A port that is reached through the host.
     *
     * @param hostIp the host's address; all of them without
     * @param hostPort the port on the host; the engine chooses one without
     * @param containerPort the port inside
     * @param protocol tcp, udp or sctp; tcp without
     */
    record PortBody(
            @Nullable String hostIp,
            @Nullable Integer hostPort,
            @Nullable Integer containerPort,
            @Nullable String protocol) {

        PortMapping mapping(int index) {
            return new PortMapping(
                    hostIp,
                    Objects.requireNonNullElse(hostPort, 0),
                    Required.field("ports[" + index + "].containerPort", containerPort, ASKED),
                    Objects.requireNonNullElse(protocol, "tcp"));
        }
    }

    Destination where() {
        var on = Required.field("host", host, ASKED);
        if (tenant == null && stage == null) {
            return Destination.platform(on);
        }
        return new Destination(
                Required.field("tenant", tenant, ASKED), Required.field("stage", stage, ASKED), on);
    }

    Launch launch() {
        List<PortBody> wanted = ports == null ? List.of() : ports;
        var mappings = new ArrayList<PortMapping>();
        for (int index = 0; index < wanted.size(); index++) {
            mappings.add(
                    Required.field("ports[" + index + "]", wanted.get(index), ASKED)
                            .mapping(index));
        }
        return new Launch(
                Required.field("image", image, ASKED),
                name,
                Objects.requireNonNullElse(isolation, Isolation.DEFAULT),
                texts("command", command),
                texts("environment", environment),
                mappings,
                memoryBytes,
                cpus,
                storageBytes,
                user,
                Objects.requireNonNullElse(restart, RestartRule.NO),
                texts("labels", labels),
                Objects.requireNonNullElse(start, true));
    }

    /** Where and which image; variables may be secrets and must not get into a log. */
    @Override
    public String toString() {
        return "LaunchBody[" + image + " on " + host + "]";
    }

    private static List<String> texts(String field, @Nullable List<String> values) {
        if (values == null) {
            return List.of();
        }
        values.forEach(value -> Required.field(field, value, ASKED));
        return values;
    }

    private static TreeMap<String, String> texts(
            String field, @Nullable Map<String, String> values) {
        var copy = new TreeMap<String, String>();
        if (values != null) {
            values.forEach((name, value) ->
                    copy.put(name, Required.field(field + "." + name, value, ASKED)));
        }
        return copy;
    }
}
