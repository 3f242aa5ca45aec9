package dev.mullion.backend.admission;

import dev.mullion.docker.Digest;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.CreateContainer;

/**
 * A request that may be carried out.
 *
 * @param request what to send to the host: with its isolation said in so many words wherever the
 *     host knows words for it
 * @param image the id of the image that was judged
 * @param isolation what the container gets
 */
public record Admitted(CreateContainer request, Digest image, Isolation isolation) {}
