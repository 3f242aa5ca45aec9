package dev.mullion.engine.network;

import dev.mullion.engine.EngineProblem;

/** Which network a container asks for. */
public sealed interface NetworkMode {

    /** A bridge of this host, by the network's name or id. */
    record Bridge(String network) implements NetworkMode {}

    /** No network but the container's own loopback. */
    record None() implements NetworkMode {}

    /** The host's own network. */
    record Host() implements NetworkMode {}

    /** The network of another container, by its name or id. */
    record Container(String reference) implements NetworkMode {}

    /**
     * Reads the network mode of a request.
     *
     * @param text {@code default}, {@code bridge}, {@code none}, {@code host}, {@code
     *     container:<name or id>}, or the name or id of a network; empty means default
     * @throws EngineProblem 400 if it names no container
     */
    static NetworkMode of(String text) {
        return switch (text) {
            case "", "default", "bridge" -> new Bridge("bridge");
            case "none" -> new None();
            case "host" -> new Host();
            default -> text.startsWith("container:") ? container(text) : new Bridge(text);
        };
    }

    private static NetworkMode container(String text) {
        String reference = text.substring("container:".length());
        if (reference.isBlank()) {
            throw EngineProblem.invalid("invalid container format container:<name|id>");
        }
        return new Container(reference);
    }
}
