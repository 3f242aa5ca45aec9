/** How an engine is told what to do: one file, and the same as flags. */
@NullMarked
package dev.mullion.engine.settings;

import org.jspecify.annotations.NullMarked;
