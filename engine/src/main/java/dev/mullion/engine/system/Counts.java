package dev.mullion.engine.system;

/**
 * How much there is on this host.
 *
 * @param running containers that run and aren't paused
 * @param paused containers that are paused
 * @param stopped all other containers
 * @param images images
 */
public record Counts(int running, int paused, int stopped, int images) {}
