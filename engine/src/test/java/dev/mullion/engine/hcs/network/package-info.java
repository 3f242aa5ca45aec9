/** Claims about networks of Windows, on an emulated one. */
@NullMarked
package dev.mullion.engine.hcs.network;

import org.jspecify.annotations.NullMarked;
