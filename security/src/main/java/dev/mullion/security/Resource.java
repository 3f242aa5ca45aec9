package dev.mullion.security;

/**
 * What a call is about, as a path from the platform down: {@code /hosts/{uuid}}, {@code
 * /hosts/{uuid}/containers/{id}}. Rights will be granted on such paths and pass down them, so a
 * path is made of ids, never of names that somebody else could take over.
 */
public interface Resource {

    /** The whole platform. */
    Resource PLATFORM = new Path("/");

    /** Starts with a slash and, but for the platform's own, does not end with one. */
    String path();

    /** A resource known only by its path, for example one read back from an activity. */
    static Resource at(String path) {
        return new Path(path);
    }

    /** A bare path. */
    record Path(String path) implements Resource {
        public Path {
            if (!path.startsWith("/")
                    || (path.length() > 1 && path.endsWith("/"))
                    || path.contains("//")) {
                throw new IllegalArgumentException(
                        "A resource path starts with a slash and does not end with one, unlike \""
                                + path
                                + "\"");
            }
        }

        @Override
        public String toString() {
            return path;
        }
    }
}
