/** Tests of networks, on a machine of their own. */
@NullMarked
package dev.mullion.engine.network;

import org.jspecify.annotations.NullMarked;
