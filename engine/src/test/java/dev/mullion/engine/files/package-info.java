/** Copying files into and out of containers, beside a Docker Engine. */
@NullMarked
package dev.mullion.engine.files;

import org.jspecify.annotations.NullMarked;
