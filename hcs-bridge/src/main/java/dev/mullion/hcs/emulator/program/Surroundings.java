package dev.mullion.hcs.emulator.program;

import dev.mullion.hcs.emulator.EmulatedWindows;
import dev.mullion.hcs.emulator.EmulatorClock;
import dev.mullion.hcs.emulator.file.LayerFiles;
import org.jspecify.annotations.Nullable;

/**
 * The container that a program runs in.
 *
 * @param windows what it pretends to be
 * @param clock its time
 * @param hostName its name
 * @param files its files, or null if it has none
 * @param network its network
 */
public record Surroundings(
        EmulatedWindows windows,
        EmulatorClock clock,
        String hostName,
        @Nullable LayerFiles files,
        Network network) {}
