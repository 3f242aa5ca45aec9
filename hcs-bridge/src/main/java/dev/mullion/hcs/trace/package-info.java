/** Native calls written to a file as they are made, and answered from such a file. */
@NullMarked
package dev.mullion.hcs.trace;

import org.jspecify.annotations.NullMarked;
