/** The network service of the emulated machine: documents and rules, without any real network. */
@NullMarked
package dev.mullion.hcs.emulator.network;

import org.jspecify.annotations.NullMarked;
