package dev.mullion.backend.live;

/** What a change can be about. It says that something changed, never what: listeners look again. */
public enum Topic {
    HOSTS,
    CONTAINERS,
    IMAGES,
    ACTIVITIES,
    /** Tenants, accounts, groups, roles and who has them. */
    ACCESS
}
