/** Images: their contents by digest, the names they have, and the ways in and out of this host. */
@NullMarked
package dev.mullion.engine.image;

import org.jspecify.annotations.NullMarked;
