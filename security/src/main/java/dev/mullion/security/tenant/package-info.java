/** Tenants: the unit of separation between people who must not see or touch each other's work. */
@NullMarked
package dev.mullion.security.tenant;

import org.jspecify.annotations.NullMarked;
