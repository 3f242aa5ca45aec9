/** Tests that drive the emulated compute service through the very code that calls Windows. */
@NullMarked
package dev.mullion.hcs.emulator.compute;

import org.jspecify.annotations.NullMarked;
