package dev.mullion.engine.http;

import dev.mullion.docker.client.ApiVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a request's path, decoded once.
 *
 * @param version as it was written, without the {@code v}; null if none was
 * @param segments the rest; never empty, and none of them is empty, {@code .} or {@code ..}
 */
record RequestPath(@Nullable String version, List<String> segments) {

    private static final Pattern VERSION = Pattern.compile("v[0-9.]{1,16}");

    /**
     * Takes a path apart.
     *
     * @param raw as it came over the wire
     * @return empty if no route can have it: with empty segments, {@code .}, {@code ..} or control
     *     characters, however they are written
     * @throws dev.mullion.engine.EngineProblem if it can't be decoded
     */
    static Optional<RequestPath> of(@Nullable String raw) {
        if (raw == null || !raw.startsWith("/")) {
            return Optional.empty();
        }
        String decoded = Percent.decode(raw.substring(1), false);
        List<String> segments = new ArrayList<>(List.of(decoded.split("/", -1)));
        if (segments.stream().anyMatch(RequestPath::strange)) {
            return Optional.empty();
        }
        String version = null;
        if (VERSION.matcher(segments.getFirst()).matches()) {
            version = segments.removeFirst().substring(1);
        }
        return segments.isEmpty()
                ? Optional.empty()
                : Optional.of(new RequestPath(version, List.copyOf(segments)));
    }

    private static boolean strange(String segment) {
        return segment.isEmpty()
                || segment.equals(".")
                || segment.equals("..")
                || segment.chars().anyMatch(Character::isISOControl);
    }

    /**
     * Returns the version that the client speaks.
     *
     * @throws dev.mullion.engine.EngineProblem if this engine doesn't, in Docker's words
     */
    ApiVersion spoken() {
        if (version == null) {
            return SpokenVersions.NEWEST;
        }
        return SpokenVersions.require(version);
    }
}
