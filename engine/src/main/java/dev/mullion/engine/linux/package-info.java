/** Containers on Linux: crun and conmon, overlayfs, bridges and nftables. */
@NullMarked
package dev.mullion.engine.linux;

import org.jspecify.annotations.NullMarked;
