/** Which tenant's the things on hosts are. */
@NullMarked
package dev.mullion.security.ownership;

import org.jspecify.annotations.NullMarked;
