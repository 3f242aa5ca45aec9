/** Compute systems and their processes, through computecore.dll or vmcompute.dll. */
@NullMarked
package dev.mullion.hcs.compute;

import org.jspecify.annotations.NullMarked;
