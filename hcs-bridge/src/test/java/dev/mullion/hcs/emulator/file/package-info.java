/** Tests of the emulated machine's files, through the code that calls Windows. */
@NullMarked
package dev.mullion.hcs.emulator.file;

import org.jspecify.annotations.NullMarked;
