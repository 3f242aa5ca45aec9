package dev.mullion.backend.host;

import dev.mullion.security.ownership.OwnershipBook;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the watching of hosts together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({LocalHostProperties.class, MonitorPace.class, HostTls.class})
class HostConfiguration {

    @Bean
    HostConnector hostConnector(HostTls tls) {
        return HostConnector.usual(tls.material());
    }

    @Bean
    HostFleet hostFleet(
            KnownHosts known,
            HostInventory inventory,
            HostConnector connector,
            MonitorPace pace,
            OwnershipBook owners,
            Clock clock) {
        return new HostFleet(
                known,
                inventory,
                connector,
                pace,
                (host, container) -> owners.of(host.value(), container.hex()).isPresent(),
                clock,
                RandomGenerator.getDefault());
    }
}
