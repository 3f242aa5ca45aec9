/** Tests of the gate of guarded engines. */
@NullMarked
package dev.mullion.engine.guard;

import org.jspecify.annotations.NullMarked;
