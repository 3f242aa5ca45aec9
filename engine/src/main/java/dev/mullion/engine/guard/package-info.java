/** Has an engine do only what a portal has admitted. */
@NullMarked
package dev.mullion.engine.guard;

import org.jspecify.annotations.NullMarked;
