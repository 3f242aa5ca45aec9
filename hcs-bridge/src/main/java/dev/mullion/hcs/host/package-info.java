/** What Windows says about itself. */
@NullMarked
package dev.mullion.hcs.host;

import org.jspecify.annotations.NullMarked;
