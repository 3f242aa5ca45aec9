/** API tokens: long random texts that stand in for a sign-in. */
@NullMarked
package dev.mullion.security.token;

import org.jspecify.annotations.NullMarked;
