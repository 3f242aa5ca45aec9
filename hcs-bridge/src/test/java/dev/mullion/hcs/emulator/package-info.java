/** Tests of the emulated machine's frame. */
@NullMarked
package dev.mullion.hcs.emulator;

import org.jspecify.annotations.NullMarked;
