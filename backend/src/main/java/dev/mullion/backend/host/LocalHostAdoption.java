package dev.mullion.backend.host;

import dev.mullion.backend.Problem;
import dev.mullion.docker.HostAddress;
import dev.mullion.security.Caller;
import dev.mullion.security.Callers;
import java.time.Clock;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes the engines on the portal's own machine hosts, the first time the portal is told of them,
 * so that the first person who signs in sees something. They needn't answer for that.
 */
@Component
class LocalHostAdoption implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(LocalHostAdoption.class);

    private final LocalHostProperties properties;
    private final HostService hosts;
    private final Callers callers;
    private final JdbcClient database;
    private final Clock clock;

    LocalHostAdoption(
            LocalHostProperties properties,
            HostService hosts,
            Callers callers,
            JdbcClient database,
            Clock clock) {
        this.properties = properties;
        this.hosts = hosts;
        this.callers = callers;
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        adopt("mullion.local-host", properties.localHost(), "local");
        adopt("mullion.emulated-host", properties.emulatedHost(), "Emulated Windows Server 2022");
    }

    private void adopt(String setting, @Nullable String text, String name) {
        if (text == null || text.isBlank()) {
            return;
        }
        HostAddress address;
        try {
            address = HostAddress.of(text.strip());
        } catch (IllegalArgumentException e) {
            log.error("The setting {} can't be used. {}", setting, e.getMessage());
            return;
        }
        if (adoptedBefore(address)) {
            return;
        }
        try {
            var host =
                    callers.runAs(Caller.system(), () -> hosts.adopt(new NewHost(name, address)));
            log.info("The engine at {} is now host {}", address, host.host().name());
        } catch (Problem e) {
            log.warn("The engine at {} did not become a host: {}", address, e.getMessage());
        }
        remember(address);
    }

    private boolean adoptedBefore(HostAddress address) {
        return database.sql("select count(*) from adopted_address where address = ?")
                        .param(address.toString())
                        .query(Long.class)
                        .single()
                > 0;
    }

    private void remember(HostAddress address) {
        try {
            database.sql("insert into adopted_address (address, adopted_at) values (?, ?)")
                    .param(address.toString())
                    .param(clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        } catch (DuplicateKeyException e) {
            log.debug("Another portal on this database was faster with {}", address, e);
        }
    }
}
