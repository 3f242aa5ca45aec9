/** Containers of Linux, on the real thing. */
@NullMarked
package dev.mullion.engine.linux;

import org.jspecify.annotations.NullMarked;
