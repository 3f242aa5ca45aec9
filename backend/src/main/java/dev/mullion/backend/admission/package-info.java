/** What shall run is judged here by the policies, whichever door it comes through. */
@NullMarked
package dev.mullion.backend.admission;

import org.jspecify.annotations.NullMarked;
