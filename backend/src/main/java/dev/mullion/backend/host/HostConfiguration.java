package dev.mullion.backend.host;

import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the watching of hosts together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({LocalHostProperties.class, MonitorPace.class})
class HostConfiguration {

    @Bean
    HostFleet hostFleet(KnownHosts known, HostInventory inventory, MonitorPace pace, Clock clock) {
        return new HostFleet(
                known, inventory, HostConnector.usual(), pace, clock, RandomGenerator.getDefault());
    }
}
