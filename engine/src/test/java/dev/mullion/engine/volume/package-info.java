/** Tests of volumes, on a real file system. */
@NullMarked
package dev.mullion.engine.volume;

import org.jspecify.annotations.NullMarked;
