package dev.mullion.backend.host;

import dev.mullion.docker.Isolation;

/**
 * Whether a host can keep a container apart in one way.
 *
 * @param reason why it can or can't, in words for the person who chooses
 */
public record IsolationOffer(Isolation isolation, boolean offered, String reason) {}
