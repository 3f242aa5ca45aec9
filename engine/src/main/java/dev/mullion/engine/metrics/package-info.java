/** What the engine counts, for Prometheus. */
@NullMarked
package dev.mullion.engine.metrics;

import org.jspecify.annotations.NullMarked;
