/** A typed, blocking client of the Docker Engine API, for virtual threads. */
@NullMarked
package dev.mullion.docker.client;

import org.jspecify.annotations.NullMarked;
