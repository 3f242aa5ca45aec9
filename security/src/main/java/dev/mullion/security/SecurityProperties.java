package dev.mullion.security;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the portal keeps what it writes.
 *
 * @param dataDir the portal's own folder; the set-up secret is written there
 */
@ConfigurationProperties("mullion")
public record SecurityProperties(@DefaultValue("./.mullion") Path dataDir) {}
