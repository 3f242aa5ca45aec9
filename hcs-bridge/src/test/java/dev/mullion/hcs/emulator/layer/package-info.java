/** Tests of the emulated machine's layers, through the code that calls Windows. */
@NullMarked
package dev.mullion.hcs.emulator.layer;

import org.jspecify.annotations.NullMarked;
