package dev.mullion.security;

/** The way a call came in. */
public enum Door {
    /** A page in a browser. */
    PAGE,
    /** The REST API. */
    API,
    /** The portal's own housekeeping; no request can come through it. */
    SYSTEM
}
