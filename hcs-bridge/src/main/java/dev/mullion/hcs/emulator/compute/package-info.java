/**
 * The emulated compute service: systems, their processes, operations and events, as computecore.dll
 * and vmcompute.dll show them.
 */
@NullMarked
package dev.mullion.hcs.emulator.compute;

import org.jspecify.annotations.NullMarked;
