/** What containers are made from, held to what it must never say. */
@NullMarked
package dev.mullion.engine.linux.oci;

import org.jspecify.annotations.NullMarked;
