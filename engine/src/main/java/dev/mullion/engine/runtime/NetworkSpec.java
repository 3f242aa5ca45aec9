package dev.mullion.engine.runtime;

/**
 * A network of this host.
 *
 * @param id 64 hexadecimal digits
 * @param name for example {@code bridge}
 * @param device the name of its device on the host, at most 15 characters
 * @param subnet for example {@code 172.17.0.0/16}
 * @param gateway the host's own address in it
 * @param mtu the largest packet, bytes
 */
public record NetworkSpec(
        String id, String name, String device, String subnet, String gateway, int mtu) {}
