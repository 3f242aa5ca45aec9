/** The pipes of a container's programs as streams that another thread can end. */
@NullMarked
package dev.mullion.hcs.pipe;

import org.jspecify.annotations.NullMarked;
