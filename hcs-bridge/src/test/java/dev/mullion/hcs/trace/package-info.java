/** Claims about recordings, on real memory and real code pointers. */
@NullMarked
package dev.mullion.hcs.trace;

import org.jspecify.annotations.NullMarked;
