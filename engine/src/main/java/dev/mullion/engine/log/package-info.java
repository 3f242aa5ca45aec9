/** What containers have written: kept, turned over, read back byte for byte, and followed. */
@NullMarked
package dev.mullion.engine.log;

import org.jspecify.annotations.NullMarked;
