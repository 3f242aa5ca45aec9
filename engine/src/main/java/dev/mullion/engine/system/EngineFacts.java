package dev.mullion.engine.system;

import dev.mullion.engine.runtime.Machine;
import dev.mullion.engine.runtime.RuntimeFacts;
import dev.mullion.engine.settings.EngineSettings;

/**
 * What doesn't change while an engine runs.
 *
 * @param id the engine's own id
 * @param version of the engine, for example {@code 0.1.0}
 * @param settings what it was told
 * @param machine where it runs
 * @param runtime what starts containers
 */
public record EngineFacts(
        String id,
        String version,
        EngineSettings settings,
        Machine machine,
        RuntimeFacts runtime) {}
