/** Native calls: which functions there are, where they are found, and how values go in and out. */
@NullMarked
package dev.mullion.hcs.binding;

import org.jspecify.annotations.NullMarked;
