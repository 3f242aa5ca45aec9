package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened on a host ({@code GET /events}).
 *
 * @param type what it happened to: {@code container}, {@code image}, {@code network}, {@code
 *     volume}, {@code daemon}…
 * @param action what happened, for example {@code start} or {@code exec_create: sh}
 * @param actor to which one
 * @param scope {@code local} or {@code swarm}
 * @param time when, in seconds since 1970
 * @param timeNano when, in nanoseconds since 1970
 */
public record EngineEvent(
        String type,
        String action,
        Actor actor,
        @Nullable @JsonProperty("scope") String scope,
        @JsonProperty("time") long time,
        @JsonProperty("timeNano") long timeNano) {

    /** Fills in what is absent. */
    public EngineEvent {
        scope = Absent.orNull(scope);
        type = Absent.text(type);
        action = Absent.text(action);
        actor = actor == null ? new Actor("", Map.of()) : actor;
    }

    /**
     * Returns when it happened.
     *
     * @return to the nanosecond where the engine says so, else to the second
     */
    public Instant at() {
        return timeNano == 0
                ? Instant.ofEpochSecond(Math.clamp(time, 0, 253_402_300_799L))
                : Instant.ofEpochSecond(0, timeNano);
    }

    /**
     * What something happened to.
     *
     * @param id its id or name
     * @param attributes facts about it, for example {@code name} and {@code image}, and its labels
     */
    public record Actor(@JsonProperty("ID") String id, Map<String, String> attributes) {

        /** Fills in what is absent. */
        public Actor {
            id = Absent.text(id);
            attributes = Absent.map(attributes);
        }
    }
}
