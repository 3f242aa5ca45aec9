/** Bridges, virtual cables and address translation by the system's own ip, nft and iptables. */
@NullMarked
package dev.mullion.engine.linux.network;

import org.jspecify.annotations.NullMarked;
