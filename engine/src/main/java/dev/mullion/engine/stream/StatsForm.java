package dev.mullion.engine.stream;

import dev.mullion.docker.api.ContainerStatsBuilder;
import dev.mullion.engine.runtime.ResourceUsage;
import java.time.Duration;

/** The members of stats that clients read for one operating system. */
interface StatsForm {

    /** How often it may be counted. */
    Duration pause();

    /** Begins figures with them. */
    ContainerStatsBuilder of(ResourceUsage usage);
}
