/** Tenants: who they are, how far they are trusted, who is in them. */
@NullMarked
package dev.mullion.frontend.tenant;

import org.jspecify.annotations.NullMarked;
