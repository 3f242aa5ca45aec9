/** Tests of what is asked of the engine as a whole, by the clients that people use. */
@NullMarked
package dev.mullion.engine.system;

import org.jspecify.annotations.NullMarked;
