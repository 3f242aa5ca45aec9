/**
 * Signing in, setting up, one's own account; and how the browser is kept from doing anything else.
 */
@NullMarked
package dev.mullion.frontend.account;

import org.jspecify.annotations.NullMarked;
