package dev.mullion.backend.admission;

import dev.mullion.docker.Digest;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.security.guardrail.Finding;
import dev.mullion.security.guardrail.MergedPolicy;
import java.util.List;

/**
 * What policies say to a request.
 *
 * @param findings every reason against it; none means that it may be carried out
 * @param policy what holds there, each value with its origin
 * @param request the request with the isolation that it would get
 * @param image the id of the image that it means now
 * @param isolation what it would get in the end
 */
public record Verdict(
        List<Finding> findings,
        MergedPolicy policy,
        CreateContainer request,
        Digest image,
        Isolation isolation) {

    public Verdict {
        findings = List.copyOf(findings);
    }

    /** Whether the request may be carried out. */
    public boolean allowed() {
        return findings.isEmpty();
    }
}
