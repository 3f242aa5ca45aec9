/** Layers of the emulated machine: folders that really are merged, exported and mounted. */
@NullMarked
package dev.mullion.hcs.emulator.layer;

import org.jspecify.annotations.NullMarked;
