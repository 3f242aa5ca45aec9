package dev.mullion.backend.live;

/** What a change can be about. It says that something changed, never what: listeners look again. */
public enum Topic {
    HOSTS,
    CONTAINERS,
    IMAGES,
    ACTIVITIES
}
