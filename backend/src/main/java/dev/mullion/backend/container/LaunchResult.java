package dev.mullion.backend.container;

import dev.mullion.security.Auditable;
import java.util.List;

/**
 * What came of a launch.
 *
 * @param warnings what the engine thought odd about the request
 */
public record LaunchResult(ContainerKey key, List<String> warnings) implements Auditable {

    public LaunchResult {
        warnings = List.copyOf(warnings);
    }

    @Override
    public String auditText() {
        return "container " + key.id();
    }
}
