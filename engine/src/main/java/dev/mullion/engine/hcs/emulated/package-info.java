/** Base images for an engine on an emulated Windows: small, and full of stand-ins. */
@NullMarked
package dev.mullion.engine.hcs.emulated;

import org.jspecify.annotations.NullMarked;
