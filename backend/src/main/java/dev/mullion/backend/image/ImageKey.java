package dev.mullion.backend.image;

import dev.mullion.backend.host.HostId;
import dev.mullion.docker.Digest;
import dev.mullion.security.Resource;

/**
 * Names one image on one host; its text form is {@code {host's uuid}.{64 hex digits}}.
 *
 * @param id the SHA-256 of the image's configuration, which is what Docker calls the image's id
 */
public record ImageKey(HostId host, Digest id) implements Resource {

    private static final String ALGORITHM = "sha256";

    public ImageKey {
        if (!id.algorithm().equals(ALGORITHM)) {
            throw new IllegalArgumentException(
                    "An image id is a " + ALGORITHM + " digest, this is " + id.algorithm());
        }
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when {@code text} is anything else
     */
    public static ImageKey of(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException(
                    "An image key has a dot between the host's id and the image's");
        }
        return new ImageKey(
                HostId.of(text.substring(0, dot)), new Digest(ALGORITHM, text.substring(dot + 1)));
    }

    @Override
    public String path() {
        return host.path() + "/images/" + id.hex();
    }

    @Override
    public String toString() {
        return host + "." + id.hex();
    }
}
