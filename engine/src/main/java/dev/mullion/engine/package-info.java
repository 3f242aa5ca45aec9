/** The daemon of one host: it speaks the Docker Engine API, keeps images and runs containers. */
@NullMarked
package dev.mullion.engine;

import org.jspecify.annotations.NullMarked;
