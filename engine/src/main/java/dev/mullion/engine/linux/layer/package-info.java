/** Layers of images as folders, and containers' file systems as overlay mounts on top of them. */
@NullMarked
package dev.mullion.engine.linux.layer;

import org.jspecify.annotations.NullMarked;
