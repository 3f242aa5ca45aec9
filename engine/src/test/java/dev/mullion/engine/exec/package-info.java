/** Claims about processes beside the first of a container, on a whole engine. */
@NullMarked
package dev.mullion.engine.exec;

import org.jspecify.annotations.NullMarked;
