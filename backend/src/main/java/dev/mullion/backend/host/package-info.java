/** The hosts: which there are, how each is doing, and the one way to ask something of them. */
@NullMarked
package dev.mullion.backend.host;

import org.jspecify.annotations.NullMarked;
