package dev.mullion.frontend.people;

import dev.mullion.backend.host.HostService;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Permission;
import dev.mullion.security.Resource;
import dev.mullion.security.tenant.Tenant;
import dev.mullion.security.tenant.TenantService;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Paths in words: people know tenants and hosts by their names, not by their ids. */
@Component
public class PlaceWords {

    private final TenantService tenants;
    private final HostService hosts;
    private final Authorizer authorizer;

    PlaceWords(TenantService tenants, HostService hosts, Authorizer authorizer) {
        this.tenants = tenants;
        this.hosts = hosts;
        this.authorizer = authorizer;
    }

    /**
     * For example {@code Red, stage qa}. What the person may not see, or what is gone, keeps its
     * id.
     *
     * @param path of a resource
     */
    public String of(String path) {
        String[] parts = path.split("/", -1);
        if (path.equals("/")) {
            return "the whole platform";
        }
        if (path.equals("/hosts")) {
            return "all hosts";
        }
        StringBuilder words = new StringBuilder();
        for (int i = 1; i + 1 < parts.length; i += 2) {
            if (!words.isEmpty()) {
                words.append(", ");
            }
            words.append(part(parts[i], parts[i + 1]));
        }
        return words.isEmpty() ? path : words.toString();
    }

    private String part(String kind, String id) {
        return switch (kind) {
            case "tenants" -> tenantName(id).map(name -> "tenant " + name).orElse("tenant " + id);
            case "stages" -> "stage " + id;
            case "hosts" -> hostName(id).map(name -> "host " + name).orElse("host " + id);
            case "containers" -> "container " + shortened(id);
            case "images" -> "image " + shortened(id);
            default -> kind + " " + id;
        };
    }

    private static String shortened(String id) {
        String bare = id.substring(id.indexOf(':') + 1);
        return bare.length() <= 12 ? bare : bare.substring(0, 12);
    }

    private Optional<String> tenantName(String id) {
        return tenants.list().stream()
                .filter(tenant -> tenant.id().toString().equals(id))
                .map(Tenant::name)
                .findFirst();
    }

    private Optional<String> hostName(String id) {
        return authorizer.may(Permission.HOST_READ, Resource.PLATFORM)
                ? hosts.list().stream()
                        .filter(view -> view.host().id().toString().equals(id))
                        .map(view -> view.host().name())
                        .findFirst()
                : Optional.empty();
    }
}
