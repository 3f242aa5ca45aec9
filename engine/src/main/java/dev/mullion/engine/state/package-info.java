/** Files that are either as they were or as they shall be, whenever the power goes. */
@NullMarked
package dev.mullion.engine.state;

import org.jspecify.annotations.NullMarked;
