package dev.mullion.engine.system;

import dev.mullion.docker.Isolation;
import dev.mullion.engine.runtime.Machine;
import dev.mullion.engine.runtime.NetworkDefaults;
import dev.mullion.engine.runtime.RuntimeFacts;
import dev.mullion.engine.settings.EngineSettings;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What doesn't change while an engine runs.
 *
 * @param id the engine's own id
 * @param version of the engine, for example {@code 0.1.0}
 * @param settings what it was told
 * @param machine where it runs
 * @param runtime what starts containers
 * @param layers the storage driver, for example {@code overlay2}
 * @param networks what networks are like
 */
public record EngineFacts(
        String id,
        String version,
        EngineSettings settings,
        Machine machine,
        RuntimeFacts runtime,
        String layers,
        NetworkDefaults networks) {

    /** The isolations that a container can have here, as far as this host's operator lets it. */
    Set<Isolation> isolations() {
        Isolation required = settings.requiredIsolation();
        return runtime.isolations().stream()
                .filter(each -> required == null || each == required)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What a container gets that leaves it open. */
    Isolation usualIsolation() {
        Isolation required = settings.requiredIsolation();
        return required == null ? runtime.defaultIsolation() : required;
    }
}
