/** Images on real layers, against a real registry and a real Docker Engine. */
@NullMarked
package dev.mullion.engine.image;

import org.jspecify.annotations.NullMarked;
