package dev.mullion.security;

import java.util.Optional;

/**
 * Things that somebody who may not see them must not learn of: not even whether they exist.
 *
 * @param seenWith the permission to know that there is such a thing
 * @param sentence what is said to who has it not
 */
record Hidden(Permission seenWith, String sentence) {

    private static final Hidden CONTAINER =
            new Hidden(Permission.CONTAINER_READ, "There is no such container.");
    private static final Hidden IMAGE =
            new Hidden(Permission.IMAGE_READ, "There is no such image.");
    private static final Hidden HOST = new Hidden(Permission.HOST_READ, "There is no such host.");
    private static final Hidden TENANT =
            new Hidden(Permission.TENANT_READ, "There is no such tenant.");

    /** What a path names, by its last part; empty for what everybody may know of. */
    static Optional<Hidden> of(String path) {
        var parts = path.split("/", -1);
        if (parts.length < 3) {
            return Optional.empty();
        }
        return switch (parts[parts.length - 2]) {
            case "containers" -> Optional.of(CONTAINER);
            case "images" -> Optional.of(IMAGE);
            // where something shall be made: whose tenant it is counts
            case "hosts" -> Optional.of(parts[1].equals("tenants") ? TENANT : HOST);
            case "tenants", "stages" -> Optional.of(TENANT);
            default -> Optional.empty();
        };
    }
}
