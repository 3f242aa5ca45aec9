/** The little programs that run in emulated containers. None runs anything of this machine. */
@NullMarked
package dev.mullion.hcs.emulator.program;

import org.jspecify.annotations.NullMarked;
