/** Claims about codes and failures. */
@NullMarked
package dev.mullion.hcs;

import org.jspecify.annotations.NullMarked;
