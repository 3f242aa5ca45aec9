package dev.mullion.backend.activity;

import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Starts long-running work on behalf of the features; their services have asked for permission
 * before.
 */
@Component
public class Activities {

    /**
     * Writes the activity down and has its work run soon. When this returns, the start is on disk:
     * a portal that is killed right after still knows of it.
     *
     * @param kind the {@link ActivityWork#kind()} that does it
     * @param title what people read in the list; cut at 400 characters
     * @param resourcePath the path of what it works on
     * @param parameters what the work needs; no secrets, since they are stored as they are
     * @throws IllegalArgumentException when no work of that kind exists
     */
    public ActivityId start(
            String kind, String title, String resourcePath, Map<String, String> parameters) {
        throw new UnsupportedOperationException("the job store follows");
    }
}
