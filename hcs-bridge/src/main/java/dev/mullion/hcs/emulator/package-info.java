/**
 * A pretended Windows host in this process, reached only through native function pointers: the
 * machine, the processes that call it, its clock, its faults and the count of what it gave out.
 */
@NullMarked
package dev.mullion.hcs.emulator;

import org.jspecify.annotations.NullMarked;
