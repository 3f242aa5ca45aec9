package dev.mullion.backend.host;

/** How the portal stands with a host. */
public enum HostState {
    /** Not asked yet, or being asked for the first time. */
    CONNECTING,
    /** It answers, and what is shown is true. */
    READY,
    /** It does not answer; what is shown is what was seen last. */
    UNREACHABLE,
    /** It answers, but not so that the portal could work with it; somebody has to do something. */
    REFUSED
}
