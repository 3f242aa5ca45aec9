package dev.mullion.engine.container;

import dev.mullion.docker.api.HostConfig.LogConfig;
import dev.mullion.engine.EngineProblem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which logs a container can have: one on the host, turned over by size, or none. */
final class LogRules {

    static final String NONE = "none";

    private static final Set<String> ON_DISK = Set.of("json-file", "local");
    private static final Set<String> LIMITS = Set.of("max-size", "max-file");

    /** What of the container is repeated before its lines, for who asks for details. */
    private static final Set<String> DETAILS = Set.of("labels", "env");

    private static final Set<String> NOT_KEPT =
            Set.of("compress", "labels-regex", "env-regex", "tag", "mode", "max-buffer-size");

    private LogRules() {}

    /**
     * Checks what is asked for.
     *
     * @param warnings gets a sentence for each option that changes nothing here
     * @throws EngineProblem 400 for what can't be
     */
    static LogConfig checked(@Nullable LogConfig asked, List<String> warnings) {
        if (asked == null || asked.type().isEmpty()) {
            Map<String, String> options = asked == null ? Map.of() : asked.config();
            return checked(new LogConfig("json-file", options), warnings);
        }
        if (!ON_DISK.contains(asked.type()) && !asked.type().equals(NONE)) {
            throw EngineProblem.invalid(
                    "logger: no log driver named '" + asked.type() + "' is registered");
        }
        for (Map.Entry<String, String> option : asked.config().entrySet()) {
            String name = option.getKey();
            boolean disk = !asked.type().equals(NONE);
            if (disk && LIMITS.contains(name)) {
                limit(name, option.getValue());
            } else if (disk && NOT_KEPT.contains(name)) {
                warnings.add("Log option " + name + " changes nothing on this engine.");
            } else if (!disk || !DETAILS.contains(name)) {
                throw EngineProblem.invalid(
                        "unknown log opt '" + name + "' for " + asked.type() + " log driver");
            }
        }
        return asked;
    }

    private static void limit(String name, String value) {
        if (name.equals("max-file")) {
            if (!value.matches("\\d{1,6}")) {
                throw EngineProblem.invalid(
                        "invalid max-file \"" + value + "\": it has to be a number");
            }
            if (Integer.parseInt(value) < 1) {
                throw EngineProblem.invalid("max-file cannot be less than 1");
            }
        } else if (!value.equals("-1")
                && !value.matches("(?i)\\d{1,15}(\\.\\d{1,6})?\\s?[kmgtp]?i?b?")) {
            throw EngineProblem.invalid("invalid size: '" + value + "'");
        }
    }
}
