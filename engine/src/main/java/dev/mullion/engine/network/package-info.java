/** Networks of this host, and how containers are connected to them and reached. */
@NullMarked
package dev.mullion.engine.network;

import org.jspecify.annotations.NullMarked;
