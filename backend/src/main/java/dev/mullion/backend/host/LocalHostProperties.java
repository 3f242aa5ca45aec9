package dev.mullion.backend.host;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of this package.
 *
 * @param localHost the address of the engine on the portal's own machine, which becomes the first
 *     host by itself, for example {@code unix:///var/run/docker.sock}; empty for none
 * @param emulatedHost the address of an engine on the portal's own machine that pretends a Windows
 *     host; empty for none
 */
@ConfigurationProperties("mullion")
record LocalHostProperties(@Nullable String localHost, @Nullable String emulatedHost) {}
