/**
 * The Docker Engine API as records: one model for the client here and for the engine's server.
 *
 * <p>Names are Docker's own in lower camel case. What an engine leaves out reads as: an empty
 * collection, {@code null} for text and nested records that may be missing, empty text for what
 * every engine sends, zero for numbers. What is empty isn't written. Unknown members are ignored.
 */
@NullMarked
package dev.mullion.docker.api;

import org.jspecify.annotations.NullMarked;
