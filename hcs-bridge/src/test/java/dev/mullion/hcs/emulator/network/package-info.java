/** Tests of the emulated machine's networks, through the code that calls Windows. */
@NullMarked
package dev.mullion.hcs.emulator.network;

import org.jspecify.annotations.NullMarked;
