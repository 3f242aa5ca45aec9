/** Claims about native calls, on real memory and real code pointers. */
@NullMarked
package dev.mullion.hcs.binding;

import org.jspecify.annotations.NullMarked;
