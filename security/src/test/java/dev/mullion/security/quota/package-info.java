/** Tests of quotas. */
@NullMarked
package dev.mullion.security.quota;

import org.jspecify.annotations.NullMarked;
