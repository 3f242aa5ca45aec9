/**
 * Files of the emulated machine, kept below folders of the real one with all that Windows tells of
 * them.
 */
@NullMarked
package dev.mullion.hcs.emulator.file;

import org.jspecify.annotations.NullMarked;
