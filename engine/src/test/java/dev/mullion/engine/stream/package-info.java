/** Claims about what flows between clients and running containers, on a whole engine. */
@NullMarked
package dev.mullion.engine.stream;

import org.jspecify.annotations.NullMarked;
