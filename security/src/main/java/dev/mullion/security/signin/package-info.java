/** The way in: proving who one is, and ending it. */
@NullMarked
package dev.mullion.security.signin;

import org.jspecify.annotations.NullMarked;
