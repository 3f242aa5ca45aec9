package dev.mullion.security;

/**
 * Knows to whom things belong: what a caller names by its host lies, for all questions of rights,
 * in the tenant that it belongs to.
 */
@FunctionalInterface
public interface Whereabouts {

    /**
     * Where a resource lies now.
     *
     * @return its place in its tenant, {@link Owned} if it is known who made it; the same resource
     *     if it belongs to no tenant
     */
    Resource locate(Resource resource);
}
