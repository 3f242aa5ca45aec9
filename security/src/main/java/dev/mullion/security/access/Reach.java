package dev.mullion.security.access;

/** How far a permission of a role goes below the path that the role is bound at. */
public enum Reach {
    /** To all there is. */
    EVERYWHERE,
    /**
     * To all but what belongs to a tenant: who runs the platform does not thereby work in what its
     * tenants run.
     */
    OUTSIDE_TENANTS,
    /** To what the same account made. */
    OWN
}
