/** Layers of Windows on an emulated machine, which is called through native functions. */
@NullMarked
package dev.mullion.engine.hcs.layer;

import org.jspecify.annotations.NullMarked;
