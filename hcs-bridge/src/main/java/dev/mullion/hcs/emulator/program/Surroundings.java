package dev.mullion.hcs.emulator.program;

import dev.mullion.hcs.emulator.EmulatedWindows;
import dev.mullion.hcs.emulator.EmulatorClock;

/**
 * The container that a program runs in.
 *
 * @param windows what it pretends to be
 * @param clock its time
 * @param hostName its name
 */
public record Surroundings(EmulatedWindows windows, EmulatorClock clock, String hostName) {}
