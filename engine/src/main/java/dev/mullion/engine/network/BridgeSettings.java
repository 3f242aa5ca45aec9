package dev.mullion.engine.network;

import dev.mullion.engine.runtime.NetworkDefaults;
import org.jspecify.annotations.Nullable;

/**
 * What this host's networks shall be.
 *
 * @param device the name of the default network's bridge, at most 15 characters; it carries the
 *     engine's instance
 * @param subnet the default network's addresses; null to take a free block
 * @param mtu its largest packet, bytes; 0 for 1500
 * @param hostAllowed whether containers may be in the host's own network
 * @param defaults what networks are like on this operating system
 */
public record BridgeSettings(
        String device,
        @Nullable String subnet,
        int mtu,
        boolean hostAllowed,
        NetworkDefaults defaults) {}
