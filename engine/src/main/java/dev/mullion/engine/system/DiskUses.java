package dev.mullion.engine.system;

import dev.mullion.docker.api.ContainerSummary;
import dev.mullion.docker.api.ImageSummary;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Who knows what takes room on this host; each is only asked if its part is wanted.
 *
 * @param layers bytes of all layers, each counted once
 * @param images images with their shared sizes
 * @param containers all containers with their sizes
 * @param volumes all volumes with their usage, as the API shows them
 */
public record DiskUses(
        LongSupplier layers,
        Supplier<? extends List<ImageSummary>> images,
        Supplier<? extends List<ContainerSummary>> containers,
        Supplier<? extends List<?>> volumes) {}
