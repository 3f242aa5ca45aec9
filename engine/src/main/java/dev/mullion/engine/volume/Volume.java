package dev.mullion.engine.volume;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A volume.
 *
 * @param name its own, or 64 hexadecimal digits
 * @param created when it was made
 * @param labels what people noted on it
 * @param options what the driver {@code local} was told
 */
public record Volume(
        String name, Instant created, Map<String, String> labels, Map<String, String> options) {

    /** The only driver there is. */
    public static final String DRIVER = "local";

    /** The label of volumes that nobody named. */
    public static final String ANONYMOUS = "com.docker.volume.anonymous";

    /** Copies what could change. */
    public Volume {
        labels = copy(labels);
        options = copy(options);
    }

    /** Tells whether nobody gave it a name. */
    @JsonIgnore
    public boolean anonymous() {
        return labels.containsKey(ANONYMOUS);
    }

    /** The folder of the host that it stands for; null for one of its own. */
    @Nullable String device() {
        return options.get("device");
    }

    private static Map<String, String> copy(@Nullable Map<String, String> given) {
        return given == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }
}
