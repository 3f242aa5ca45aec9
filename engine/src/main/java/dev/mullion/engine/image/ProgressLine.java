package dev.mullion.engine.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.mullion.docker.api.DockerJson;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of what is told while images are moved, as Docker's clients read it.
 *
 * @param stream text for people, with its line break
 * @param status what happens, for example {@code Downloading}
 * @param progressDetail how far it is; empty where there is nothing to measure
 * @param progress the same as a bar in text
 * @param id the layer or tag it is about
 * @param errorDetail why it failed
 * @param error the same as text
 * @param aux facts for programs
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "stream",
    "status",
    "progressDetail",
    "progress",
    "id",
    "errorDetail",
    "error",
    "aux"
})
public record ProgressLine(
        @JsonProperty("stream") @Nullable String stream,
        @JsonProperty("status") @Nullable String status,
        @JsonProperty("progressDetail") @JsonInclude(JsonInclude.Include.NON_NULL)
                @Nullable Map<String, Long> progressDetail,
        @JsonProperty("progress") @Nullable String progress,
        @JsonProperty("id") @Nullable String id,
        @JsonProperty("errorDetail") @Nullable Map<String, String> errorDetail,
        @JsonProperty("error") @Nullable String error,
        @JsonProperty("aux") @Nullable Map<String, Object> aux) {

    private static final int BAR = 50;

    /** About the whole. */
    static ProgressLine status(String status) {
        return new ProgressLine(null, status, null, null, null, null, null, null);
    }

    /** About the whole, with an id in front. */
    static ProgressLine headline(String id, String status) {
        return new ProgressLine(null, status, null, null, id, null, null, null);
    }

    /** About a layer. */
    static ProgressLine layer(String id, String status) {
        return new ProgressLine(null, status, Map.of(), null, id, null, null, null);
    }

    /** How far a layer is, in bytes. */
    static ProgressLine measure(String id, String status, long current, long total) {
        return new ProgressLine(
                null,
                status,
                Map.of("current", current, "total", total),
                bar(current, total),
                id,
                null,
                null,
                null);
    }

    static ProgressLine text(String text) {
        return new ProgressLine(text, null, null, null, null, null, null, null);
    }

    static ProgressLine failure(String message) {
        return new ProgressLine(
                null, null, null, null, null, Map.of("message", message), message, null);
    }

    static ProgressLine aux(Map<String, Object> facts) {
        return new ProgressLine(null, null, Map.of(), null, null, null, null, facts);
    }

    /** Whether it may be left out because a newer one follows. */
    boolean replaceable() {
        return progressDetail != null && !progressDetail.isEmpty();
    }

    /** The line as it is sent. */
    byte[] bytes() {
        return (DockerJson.mapper().writeValueAsString(this) + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String bar(long current, long total) {
        if (total <= 0) {
            return size(current);
        }
        int done = Math.clamp(current * BAR / total, 0, BAR);
        String filled = "=".repeat(done) + (done < BAR ? ">" : "");
        return "[%s%s]  %s/%s"
                .formatted(
                        filled,
                        " ".repeat(BAR - Math.min(filled.length(), BAR)),
                        size(current),
                        size(total));
    }

    /** As people are shown sizes: at most four figures, in powers of 1,000. */
    private static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < 4) {
            value /= 1000;
            unit++;
        }
        String figures =
                value >= 100 || unit == 0
                        ? String.format(Locale.ROOT, "%.0f", value)
                        : value >= 10
                                ? String.format(Locale.ROOT, "%.2f", value)
                                : String.format(Locale.ROOT, "%.3f", value);
        return figures + new String[] {"B", "kB", "MB", "GB", "TB"}[unit];
    }
}
