package dev.mullion.engine.container;

import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.settings.Allowance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a container may ask of one operating system, and what it gets where it leaves that open. */
interface SystemRules {

    /**
     * Something that takes a container's boundary away.
     *
     * @param asked whether it was asked for
     * @param allowance what has to be allowed for it
     * @param what it is, as the beginning of a sentence
     */
    record Taken(boolean asked, Allowance allowance, String what) {}

    /**
     * Says what a request takes of the boundary between a container and its host.
     *
     * @throws EngineProblem 400 for what nobody knows
     */
    List<Taken> taken(HostConfig asked);

    /**
     * Refuses what this system has nothing for, and fills in what is left open.
     *
     * @param config the rest of the request
     * @param asked with its isolation decided
     * @param warnings gets a sentence for each thing that is left out
     * @throws EngineProblem 400 or 501
     */
    HostConfig checked(ContainerConfig config, HostConfig asked, List<String> warnings);

    /** Reads the security options of a container that starts. */
    SecurityOptions security(HostConfig container);

    /**
     * Reads the account of a domain that a container that starts shall have.
     *
     * @return JSON; null for none
     * @throws EngineProblem 400 if it isn't there any more
     */
    @Nullable String credentials(HostConfig container);
}
