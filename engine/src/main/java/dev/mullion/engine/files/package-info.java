/** Files of containers as archives: copying in and out, and taking all of them. */
@NullMarked
package dev.mullion.engine.files;

import org.jspecify.annotations.NullMarked;
