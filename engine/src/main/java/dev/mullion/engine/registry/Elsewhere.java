package dev.mullion.engine.registry;

import dev.mullion.engine.registry.RegistryException.Kind;
import java.net.URI;
import java.util.Locale;

/** Addresses in manifests of what registries may not keep. */
final class Elsewhere {

    private Elsewhere() {}

    /**
     * Reads an address.
     *
     * @throws RegistryException if it isn't one that can be fetched from a server
     */
    static URI of(String address) throws RegistryException {
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException e) {
            throw refused(address, "isn't an address");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
            throw refused(address, "isn't one of http:// or https://");
        }
        if (uri.getRawUserInfo() != null) {
            throw refused(address, "has a user in it");
        }
        return uri;
    }

    private static RegistryException refused(String address, String why) {
        return new RegistryException(
                Kind.REFUSED,
                "The manifest's address for a layer %s: %s"
                        .formatted(why, RegistryText.clean(address)));
    }
}
