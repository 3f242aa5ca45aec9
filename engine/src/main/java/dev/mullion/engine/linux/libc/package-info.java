/** The system calls that Java has no words for. */
@NullMarked
package dev.mullion.engine.linux.libc;

import org.jspecify.annotations.NullMarked;
