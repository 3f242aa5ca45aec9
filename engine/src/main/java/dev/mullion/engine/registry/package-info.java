/** Registries: the client's side of the OCI distribution specification. */
@NullMarked
package dev.mullion.engine.registry;

import org.jspecify.annotations.NullMarked;
