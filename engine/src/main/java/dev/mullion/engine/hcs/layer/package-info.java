/** Layers of Windows images on disk, and the scratches that containers write into. */
@NullMarked
package dev.mullion.engine.hcs.layer;

import org.jspecify.annotations.NullMarked;
