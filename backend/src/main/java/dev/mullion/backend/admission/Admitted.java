package dev.mullion.backend.admission;

import dev.mullion.docker.Digest;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.client.RequestSigner;

/**
 * A request that may be carried out.
 *
 * @param request what to send to the host: with its isolation said in so many words wherever the
 *     host knows words for it
 * @param image the id of the image that was judged
 * @param isolation what the container gets
 * @param signer tells a guarded engine that it was admitted
 */
public record Admitted(
        CreateContainer request, Digest image, Isolation isolation, RequestSigner signer) {}
