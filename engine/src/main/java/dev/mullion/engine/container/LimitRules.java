package dev.mullion.engine.container;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.Resources;
import dev.mullion.engine.EngineProblem;
import java.util.List;

/** Which limits make sense. */
interface LimitRules {

    /**
     * Checks limits and fills in those that follow from others.
     *
     * @param isolation the container's, decided
     * @param warnings gets a sentence for each that isn't kept
     * @throws EngineProblem 400 for limits that can't be, 501 for those this engine can't keep
     */
    Resources checked(Resources asked, Isolation isolation, List<String> warnings);
}
