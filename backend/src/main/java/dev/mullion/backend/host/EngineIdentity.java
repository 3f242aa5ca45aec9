package dev.mullion.backend.host;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;

/**
 * Has the database remember which engine a host is, as soon as the engine has said so: a host may
 * be taken in before it answers, and the same engine must not be taken in twice after a restart.
 * Not for two threads.
 */
final class EngineIdentity {

    private static final Logger log = LoggerFactory.getLogger(EngineIdentity.class);

    private final Host host;
    private final KnownHosts known;
    private @Nullable String settled;

    EngineIdentity(Host host, KnownHosts known) {
        this.host = host;
        this.known = known;
    }

    /**
     * Keeps the id, unless it is kept already; a failure to write is made good at the next look.
     */
    void learn(String engineId) {
        if (engineId.isBlank() || engineId.equals(settled)) {
            return;
        }
        try {
            known.learn(host.id().value(), engineId);
            settled = engineId;
        } catch (DuplicateKeyException e) {
            settled = engineId;
            log.warn(
                    "Host {} at {} says it is the engine of another host. Remove one of the two;"
                            + " or, if one machine was copied from the other: {}",
                    host.name(),
                    host.address(),
                    HostService.UNCLONE);
        } catch (DataAccessException e) {
            log.warn("The engine id of host {} could not be kept yet", host.name(), e);
        }
    }
}
