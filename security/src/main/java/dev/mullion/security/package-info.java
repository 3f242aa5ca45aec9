/** Who may do what, and who did. */
@NullMarked
package dev.mullion.security;

import org.jspecify.annotations.NullMarked;
