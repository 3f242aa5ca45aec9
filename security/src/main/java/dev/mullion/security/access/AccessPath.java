package dev.mullion.security.access;

import dev.mullion.security.Resource;
import java.util.Optional;
import java.util.UUID;

/**
 * A path that a role can be bound at: {@code /}, {@code /hosts}, {@code /hosts/{uuid}}, {@code
 * /tenants/{uuid}} or {@code /tenants/{uuid}/stages/{name}}. There is one spelling of each, so that
 * two texts that differ are two places.
 */
public record AccessPath(Place place, String path) implements Resource {

    private static final String HOSTS = "/hosts";
    private static final String TENANTS = "/tenants/";

    /** The whole platform. */
    public static final AccessPath PLATFORM = new AccessPath(Place.PLATFORM, "/");

    public AccessPath {
        if (placeOf(path).filter(place::equals).isEmpty()) {
            throw notAPlace(path);
        }
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when no role can be bound there
     */
    public static AccessPath of(String text) {
        return new AccessPath(placeOf(text).orElseThrow(() -> notAPlace(text)), text);
    }

    /** A tenant's own path. */
    public static AccessPath ofTenant(UUID tenant) {
        return new AccessPath(Place.TENANT, TENANTS + tenant);
    }

    /** The path of one stage of a tenant. */
    public static AccessPath ofStage(UUID tenant, String stage) {
        return new AccessPath(Place.STAGE, TENANTS + tenant + "/stages/" + stage);
    }

    /** Whether what is at the other path lies at or below this one. */
    public boolean covers(String other) {
        return place == Place.PLATFORM
                || (other.startsWith(path)
                        && (other.length() == path.length() || other.charAt(path.length()) == '/'));
    }

    /** The tenant that this path belongs to. */
    public Optional<UUID> tenant() {
        return tenantOf(path);
    }

    /** The tenant that a path belongs to; empty for what belongs to none. */
    static Optional<UUID> tenantOf(String path) {
        if (!insideTenants(path)) {
            return Optional.empty();
        }
        int end = path.indexOf('/', TENANTS.length());
        return uuid(path.substring(TENANTS.length(), end < 0 ? path.length() : end));
    }

    /** Whether a path lies inside of some tenant. */
    static boolean insideTenants(String path) {
        return path.startsWith(TENANTS);
    }

    /** Whether nothing at or below this path can ever belong to a tenant. */
    boolean apartFromTenants() {
        return place == Place.HOSTS || place == Place.HOST;
    }

    private static Optional<Place> placeOf(String path) {
        if (path.equals("/")) {
            return Optional.of(Place.PLATFORM);
        }
        if (path.equals(HOSTS)) {
            return Optional.of(Place.HOSTS);
        }
        var parts = path.split("/", -1);
        boolean named = parts.length >= 3 && parts[0].isEmpty() && uuid(parts[2]).isPresent();
        if (named && parts.length == 3) {
            return switch (parts[1]) {
                case "hosts" -> Optional.of(Place.HOST);
                case "tenants" -> Optional.of(Place.TENANT);
                default -> Optional.empty();
            };
        }
        return named
                        && parts.length == 5
                        && parts[1].equals("tenants")
                        && parts[3].equals("stages")
                        && parts[4].matches("[a-z]{1,20}")
                ? Optional.of(Place.STAGE)
                : Optional.empty();
    }

    /** Only the one spelling that a UUID is written in. */
    private static Optional<UUID> uuid(String text) {
        try {
            var id = UUID.fromString(text);
            return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static IllegalArgumentException notAPlace(String text) {
        return new IllegalArgumentException(
                "No role can be bound at \""
                        + text
                        + "\"; it can be at /, /hosts, /hosts/{id}, /tenants/{id} and"
                        + " /tenants/{id}/stages/{name}");
    }

    @Override
    public String toString() {
        return path;
    }
}
