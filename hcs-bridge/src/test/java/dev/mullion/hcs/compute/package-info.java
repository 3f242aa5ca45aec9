/** Claims about compute systems and processes, driven through native calls. */
@NullMarked
package dev.mullion.hcs.compute;

import org.jspecify.annotations.NullMarked;
