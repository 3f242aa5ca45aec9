/** Containers: what they are, what may happen to them, and how they outlive the engine. */
@NullMarked
package dev.mullion.engine.container;

import org.jspecify.annotations.NullMarked;
