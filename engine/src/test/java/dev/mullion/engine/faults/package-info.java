/** Bad days of a whole engine: killed, out of room, lied to, attacked. */
@NullMarked
package dev.mullion.engine.faults;

import org.jspecify.annotations.NullMarked;
