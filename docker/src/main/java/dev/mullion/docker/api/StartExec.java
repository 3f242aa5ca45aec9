package dev.mullion.docker.api;

/**
 * The request to start an exec ({@code POST /exec/{id}/start}).
 *
 * @param detach whether nobody stays connected to it
 * @param tty whether it has a terminal, as when it was created
 */
public record StartExec(boolean detach, boolean tty) {}
