package dev.mullion.security.access;

/** What kind of thing a role is bound at. */
public enum Place {
    /** The whole platform, {@code /}. */
    PLATFORM,
    /** All hosts, {@code /hosts}. */
    HOSTS,
    /** One host, {@code /hosts/{uuid}}. */
    HOST,
    /** One tenant, {@code /tenants/{uuid}}. */
    TENANT,
    /** One stage of a tenant, {@code /tenants/{uuid}/stages/{name}}. */
    STAGE
}
