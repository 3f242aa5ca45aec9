/** Pipes between a process of the host and a program in a container, with overlapped transfers. */
@NullMarked
package dev.mullion.hcs.emulator.pipe;

import org.jspecify.annotations.NullMarked;
