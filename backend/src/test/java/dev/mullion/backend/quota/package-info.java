/** Tests of quotas with whole portals. */
@NullMarked
package dev.mullion.backend.quota;

import org.jspecify.annotations.NullMarked;
