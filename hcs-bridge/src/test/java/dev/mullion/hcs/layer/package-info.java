/** Claims about layers, driven through native calls. */
@NullMarked
package dev.mullion.hcs.layer;

import org.jspecify.annotations.NullMarked;
