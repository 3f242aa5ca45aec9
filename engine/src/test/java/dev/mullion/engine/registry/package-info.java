/** Tests against real registries and hostile ones. */
@NullMarked
package dev.mullion.engine.registry;

import org.jspecify.annotations.NullMarked;
