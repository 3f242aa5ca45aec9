/** Tells the pages that something they show has changed. */
@NullMarked
package dev.mullion.backend.live;

import org.jspecify.annotations.NullMarked;
