/** Programs of the machine that the engine starts, and open files that hold up no thread. */
@NullMarked
package dev.mullion.engine.linux.process;

import org.jspecify.annotations.NullMarked;
