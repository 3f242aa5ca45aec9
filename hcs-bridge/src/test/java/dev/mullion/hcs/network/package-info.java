/** Claims about networks, driven through native calls. */
@NullMarked
package dev.mullion.hcs.network;

import org.jspecify.annotations.NullMarked;
