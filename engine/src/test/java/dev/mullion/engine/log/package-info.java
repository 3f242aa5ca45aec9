/** Claims about what containers have written. */
@NullMarked
package dev.mullion.engine.log;

import org.jspecify.annotations.NullMarked;
