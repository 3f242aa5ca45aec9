package dev.mullion.backend.admission;

import dev.mullion.backend.host.Destination;
import dev.mullion.security.Permission;
import dev.mullion.security.Requires;
import dev.mullion.security.guardrail.RunLine;
import org.springframework.stereotype.Service;

/** Tells what policies would say to a request that somebody pasted. Nothing is made. */
@Service
public class TryOut {

    private final Admission admission;

    TryOut(Admission admission) {
        this.admission = admission;
    }

    /**
     * Judges a request as if somebody who may had made it.
     *
     * @param at where it would be made, and whose it would be
     * @param request a line of {@code docker run}, or the JSON that Docker's client would send
     * @throws dev.mullion.security.guardrail.RequestFormatException if it isn't understood
     *     completely
     * @throws dev.mullion.backend.Problem as {@link Admission#consider} does
     */
    @Requires(Permission.POLICY_READ)
    public Verdict of(Destination at, String request) {
        return admission.consider(at, RunLine.read(request), "try the request");
    }
}
