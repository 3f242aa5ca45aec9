/** People, programs and groups, the roles there are, and what somebody may where. */
@NullMarked
package dev.mullion.frontend.people;

import org.jspecify.annotations.NullMarked;
