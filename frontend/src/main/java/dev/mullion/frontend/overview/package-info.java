/**
 * The page people land on: what needs attention first, then how much there is and what happened
 * lately.
 */
@NullMarked
package dev.mullion.frontend.overview;

import org.jspecify.annotations.NullMarked;
