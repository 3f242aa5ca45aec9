/** The runtime of Windows on an emulated machine, which is called through native functions. */
@NullMarked
package dev.mullion.engine.hcs;

import org.jspecify.annotations.NullMarked;
