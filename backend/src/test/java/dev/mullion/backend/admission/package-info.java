/** Tests of what is let pass and what isn't. */
@NullMarked
package dev.mullion.backend.admission;

import org.jspecify.annotations.NullMarked;
