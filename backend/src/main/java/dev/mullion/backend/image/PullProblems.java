package dev.mullion.backend.image;

import dev.mullion.backend.Problem;
import dev.mullion.docker.client.EngineRefusedException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells why a pull failed, and what to do. Engines hand on what a registry or their own disk said,
 * as text without any code; the texts here are those of Docker Engine 20 to 29 and of the
 * distribution registry.
 */
final class PullProblems {

    private record Known(List<String> signs, Problem.Kind kind, String because, String remedy) {}

    // from the most telling sign to the vaguest: a text may bear several
    private static final List<Known> KNOWN =
            List.of(
                    new Known(
                            List.of("no space left on device", "not enough space on the disk"),
                            Problem.Kind.HOST_REFUSED,
                            "the host's disk is full",
                            "Remove images that nobody uses from the host, or give its disk more room; then pull again."),
                    new Known(
                            List.of("toomanyrequests", "rate limit"),
                            Problem.Kind.HOST_REFUSED,
                            "the registry lets this host pull no more for now",
                            "Wait as long as the registry says, or pull from another registry."),
                    new Known(
                            List.of(
                                    "no matching manifest for",
                                    "does not match the specified platform"),
                            Problem.Kind.INVALID,
                            "the image isn't made for this host's platform",
                            "Choose a tag or a platform that the host can run."),
                    new Known(
                            List.of(
                                    "repository does not exist or may require",
                                    "repository name not known to registry",
                                    "name unknown"),
                            Problem.Kind.NOT_FOUND,
                            "the registry knows no such repository, or shows it only to those who sign in",
                            "Check the name; a private repository has to be readable without signing in."),
                    new Known(
                            List.of("manifest unknown", "manifest for", "not found: manifest"),
                            Problem.Kind.NOT_FOUND,
                            "the registry has no such tag or digest in this repository",
                            "Check the tag; \"latest\" is asked for when none is given."),
                    new Known(
                            List.of(
                                    "unauthorized",
                                    "authentication required",
                                    "no basic auth credentials",
                                    "access denied",
                                    "denied: "),
                            Problem.Kind.HOST_REFUSED,
                            "the registry refused the host: it wants to know who asks",
                            "Pull from a repository that is readable without signing in."),
                    new Known(
                            List.of("gave http response to https client"),
                            Problem.Kind.HOST_REFUSED,
                            "the registry speaks plain HTTP and the host insists on TLS",
                            "Put TLS before the registry, or list it under insecure-registries in the host's engine."),
                    new Known(
                            List.of("x509:", "certificate"),
                            Problem.Kind.HOST_REFUSED,
                            "the host doesn't trust the registry's certificate",
                            "Have the host's engine trust the authority that signed it."),
                    new Known(
                            List.of(
                                    "connection refused",
                                    "no such host",
                                    "i/o timeout",
                                    "network is unreachable",
                                    "no route to host",
                                    "context deadline exceeded",
                                    "client.timeout exceeded",
                                    "server misbehaving",
                                    "connection reset by peer",
                                    "unexpected eof"),
                            Problem.Kind.HOST_REFUSED,
                            "the host can't reach the registry",
                            "Check the registry's name, and the way from the host to it; then pull again."));

    private PullProblems() {}

    /**
     * What stood in the way, if the engine's words are known; the engine's words are always kept.
     */
    static Optional<Problem> of(String asked, EngineRefusedException refusal) {
        var words = refusal.engineMessage();
        var searched = words.toLowerCase(Locale.ROOT);
        return KNOWN.stream()
                .filter(known -> known.signs().stream().anyMatch(searched::contains))
                .findFirst()
                .map(known ->
                        Problem.of(
                                        known.kind(),
                                        asked,
                                        known.because() + " (\"" + words + "\")",
                                        known.remedy())
                                .causedBy(refusal));
    }

    /** The stream ended without the engine having said how it ended. */
    static Problem cutOff(String asked, String host) {
        return Problem.of(
                Problem.Kind.HOST_UNREACHABLE,
                asked,
                "host \"" + host + "\" ended the pull before it was complete",
                "What was downloaded is kept there. Pull again when the host is back.");
    }
}
