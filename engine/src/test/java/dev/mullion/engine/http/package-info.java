/** Tests of the server, with clients that behave and clients that don't. */
@NullMarked
package dev.mullion.engine.http;

import org.jspecify.annotations.NullMarked;
