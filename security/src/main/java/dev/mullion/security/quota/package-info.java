/** How much tenants and their stages may take, and how much they take. */
@NullMarked
package dev.mullion.security.quota;

import org.jspecify.annotations.NullMarked;
