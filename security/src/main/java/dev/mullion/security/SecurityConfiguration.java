package dev.mullion.security;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Puts this module together, for the portal and for tests that need its part alone. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@EnableJdbcRepositories
@EnableConfigurationProperties(SecurityProperties.class)
public class SecurityConfiguration {

    /** The portal's one clock. */
    @Bean
    public Clock clock() {
        return Clock.systemUTC();
    }

    /** One thread that looks at rights again and again; it does nothing that takes long. */
    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService rightsWatch() {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("rights").factory());
    }

    @Bean
    SecureRandom secureRandom() {
        return new SecureRandom();
    }

    /**
     * Argon2id as the OWASP password storage cheat sheet asks for: 19 MiB, two passes, one lane; 16
     * bytes of salt, 32 of hash.
     */
    @Bean
    PasswordEncoder passwordEncoder() {
        return new Argon2PasswordEncoder(16, 32, 1, 19_456, 2);
    }
}
