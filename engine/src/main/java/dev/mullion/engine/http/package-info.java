/** The server of the Docker Engine API: connections, routes, calls and their limits. */
@NullMarked
package dev.mullion.engine.http;

import org.jspecify.annotations.NullMarked;
