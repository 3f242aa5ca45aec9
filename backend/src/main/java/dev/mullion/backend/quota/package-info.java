/** Room for containers in the quotas of their tenants. */
@NullMarked
package dev.mullion.backend.quota;

import org.jspecify.annotations.NullMarked;
