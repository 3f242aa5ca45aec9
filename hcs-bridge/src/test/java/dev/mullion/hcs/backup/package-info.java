/** Backup streams byte for byte, and such as nobody should believe. */
@NullMarked
package dev.mullion.hcs.backup;

import org.jspecify.annotations.NullMarked;
