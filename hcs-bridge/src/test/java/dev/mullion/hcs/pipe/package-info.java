/** Claims about pipes, on real memory and real code pointers. */
@NullMarked
package dev.mullion.hcs.pipe;

import org.jspecify.annotations.NullMarked;
