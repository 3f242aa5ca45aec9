/**
 * The words every host understands: image references, digests, platforms, Windows builds,
 * isolation.
 */
@NullMarked
package dev.mullion.docker;

import org.jspecify.annotations.NullMarked;
