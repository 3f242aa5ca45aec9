/**
 * The emulated compute service: systems, their processes, operations and events, as computecore.dll
 * and vmcompute.dll show them. Which code answers a call in which state, in what order ends are
 * told, and the exit code of a process that was ended from outside are documented nowhere: here
 * they are a choice (UNVERIFIED), and for the likely others there are switches.
 */
@NullMarked
package dev.mullion.hcs.emulator.compute;

import org.jspecify.annotations.NullMarked;
