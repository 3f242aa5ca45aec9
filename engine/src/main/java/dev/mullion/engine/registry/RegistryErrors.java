package dev.mullion.engine.registry;

import dev.mullion.docker.api.DockerJson;
import dev.mullion.engine.registry.RegistryException.Kind;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What a registry says when it refuses, in the words in which Docker passes it on. */
final class RegistryErrors {

    private static final int MOST = 64 << 10;

    /** What Docker says where a registry gives a code but no message of its own. */
    private static final Map<String, String> USUAL =
            Map.of(
                    "UNAUTHORIZED", "authentication required",
                    "DENIED", "requested access to the resource is denied",
                    "MANIFEST_UNKNOWN", "manifest unknown",
                    "NAME_UNKNOWN", "repository name not known to registry",
                    "BLOB_UNKNOWN", "blob unknown to registry",
                    "TOOMANYREQUESTS", "too many requests",
                    "UNSUPPORTED", "The operation is unsupported.",
                    "UNAVAILABLE", "service unavailable");

    private final RegistrySettings settings;
    private final Clock clock;

    RegistryErrors(RegistrySettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Reads a refusal to its end and says it. */
    RegistryException of(Reply reply) {
        int status = reply.status();
        @Nullable Duration pause = retryAfter(reply.header("Retry-After"));
        String asked = reply.asked();
        List<Said> said;
        try {
            said = said(reply.bytes(MOST, settings.silence()));
        } catch (RegistryException e) {
            e.addSuppressed(new RegistryException(kind(status, ""), asked + ": status " + status));
            return new RegistryException(
                    kind(status, ""),
                    asked + ": received unexpected HTTP status: " + status,
                    e,
                    pause);
        } finally {
            reply.close();
        }
        if (said.isEmpty()) {
            return new RegistryException(
                    kind(status, ""),
                    asked + ": received unexpected HTTP status: " + status,
                    null,
                    pause);
        }
        Said first = said.getFirst();
        String message =
                said.size() == 1
                        ? first.text()
                        : "errors:\n" + String.join("\n", said.stream().map(Said::text).toList());
        return new RegistryException(kind(status, first.code()), message, null, pause);
    }

    private static Kind kind(int status, String code) {
        return switch (code) {
            case "DENIED" -> Kind.DENIED;
            case "UNAUTHORIZED" -> Kind.UNAUTHORIZED;
            case "MANIFEST_UNKNOWN", "NAME_UNKNOWN", "BLOB_UNKNOWN" -> Kind.NOT_FOUND;
            case "TOOMANYREQUESTS" -> Kind.BUSY;
            default ->
                    switch (status) {
                        case 401 -> Kind.UNAUTHORIZED;
                        case 403 -> Kind.DENIED;
                        case 404 -> Kind.NOT_FOUND;
                        case 408, 429 -> Kind.BUSY;
                        default -> status >= 500 ? Kind.FAILED : Kind.REFUSED;
                    };
        };
    }

    private static List<Said> said(byte[] body) {
        JsonNode tree;
        try {
            tree = DockerJson.mapper().readTree(body);
        } catch (JacksonException e) {
            return List.of(); // a proxy's page, for example; the status says enough
        }
        List<Said> all = new ArrayList<>();
        for (JsonNode error : tree.path("errors")) {
            String code = error.path("code").asString("UNKNOWN");
            all.add(new Said(code, error.path("message").asString("")));
        }
        // token servers say it like this
        String details = tree.path("details").asString("");
        if (all.isEmpty() && !details.isEmpty()) {
            all.add(new Said("UNAUTHORIZED", details));
        }
        return all;
    }

    /** Reads seconds or a date; null if there is neither. */
    private @Nullable Duration retryAfter(@Nullable String given) {
        if (given == null) {
            return null;
        }
        if (given.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(given));
        }
        try {
            ZonedDateTime then = ZonedDateTime.parse(given, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration left = Duration.between(clock.instant(), then.toInstant());
            return left.isNegative() ? Duration.ZERO : left;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private record Said(String code, String message) {

        private String text() {
            String words = code.toLowerCase(Locale.ROOT).replace('_', ' ');
            String told =
                    message.isEmpty()
                            ? USUAL.getOrDefault(code, "unknown error")
                            : RegistryText.clean(message);
            return RegistryText.clean(words) + ": " + told;
        }
    }
}
