package dev.mullion.security.guardrail;

import dev.mullion.docker.api.HostConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Always: what belongs to somebody else stays apart, whoever may choose what it is called. */
final class ForeignChecks {

    private ForeignChecks() {}

    static void check(Workload asked, Always always, Objections objections) {
        containers(asked)
                .forEach((field, references) -> {
                    for (String reference : references) {
                        container(asked, field, reference, objections);
                    }
                });
        volumes(asked, objections);
        for (AskedNetwork network : AskedNetwork.all(asked)) {
            Surroundings.Network meant = network.network();
            if (meant != null
                    && !meant.predefined()
                    && !asked.placement().tenant().equals(meant.owner().tenant())) {
                refuse(objections, network.field(), network.shown());
            }
        }
        ResolvedImage image = asked.image();
        if (!image.catalogue() && !image.tenants().contains(asked.placement().tenant())) {
            refuse(objections, "Image", asked.config().image());
        }
    }

    static Map<String, List<String>> containers(Workload asked) {
        HostConfig host = asked.hostConfig();
        List<String> endpointLinks = new ArrayList<>();
        for (AskedNetwork network : AskedNetwork.all(asked)) {
            if (network.endpoint() != null) {
                network.endpoint().links().forEach(link -> endpointLinks.add(beforeColon(link)));
            }
        }
        return Map.of(
                "HostConfig.VolumesFrom",
                host.volumesFrom().stream().map(ForeignChecks::beforeColon).toList(),
                "HostConfig.Links",
                host.links().stream().map(ForeignChecks::beforeColon).toList(),
                "NetworkingConfig.EndpointsConfig.Links",
                endpointLinks,
                "HostConfig.NetworkMode",
                joined(host.networkMode()),
                "HostConfig.PidMode",
                joined(host.pidMode()),
                "HostConfig.IpcMode",
                joined(host.ipcMode()),
                "HostConfig.Cgroup",
                joined(host.cgroup()));
    }

    private static String beforeColon(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? text : text.substring(0, colon);
    }

    private static List<String> joined(@Nullable String mode) {
        return mode != null && mode.startsWith(AskedNetwork.CONTAINER_START)
                ? List.of(mode.substring(AskedNetwork.CONTAINER_START.length()))
                : List.of();
    }

    private static void container(
            Workload asked, String field, String reference, Objections objections) {
        Surroundings.Owner owner = asked.surroundings().containers().get(reference);
        if (owner == null || !owner.sameAs(asked.placement())) {
            objections.add(
                    field,
                    "container " + reference,
                    "only containers of the same tenant and stage may be joined",
                    "Choose one of those, or leave it out.");
        }
    }

    private static void volumes(Workload asked, Objections objections) {
        for (AskedMount mount : AskedMount.all(asked)) {
            if (mount.kind() != AskedMount.Kind.VOLUME || mount.source() == null) {
                continue;
            }
            Surroundings.Owner owner = asked.surroundings().volumes().get(mount.source());
            boolean own =
                    owner == null
                            ? asked.surroundings().newVolumes().contains(mount.source())
                            : asked.placement().tenant().equals(owner.tenant());
            if (!own) {
                refuse(objections, mount.sourceField(), mount.sourceText());
            }
        }
    }

    /**
     * The same words whether it is another tenant's or nobody's: neither is this tenant's to know.
     */
    private static void refuse(Objections objections, String field, String asked) {
        objections.add(
                field, asked, "only what belongs to the tenant may be used", "Choose another one.");
    }
}
