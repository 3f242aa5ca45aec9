package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One line of what an engine says while it pulls an image. An error isn't a line: the client turns
 * it into an exception.
 *
 * @param id the layer, shortened, or the tag in the first line; absent in lines about the whole
 * @param status what happens, for example {@code Downloading} or {@code Pull complete}
 * @param detail how far it is, where that can be said
 */
public record PullProgress(
        @Nullable @JsonProperty("id") String id,
        @JsonProperty("status") String status,
        @Nullable @JsonProperty("progressDetail") Detail detail) {

    /** Fills in what is absent. */
    public PullProgress {
        id = Absent.orNull(id);
        status = Absent.text(status);
    }

    /**
     * How far a step is.
     *
     * @param current bytes done, or seconds with the unit {@code s}
     * @param total bytes in all; 0 if unknown
     * @param units {@code s} where seconds are counted; absent for bytes
     */
    public record Detail(
            @JsonProperty("current") long current,
            @JsonProperty("total") long total,
            @Nullable @JsonProperty("units") String units) {

        /** Fills in what is absent. */
        public Detail {
            units = Absent.orNull(units);
        }
    }
}
