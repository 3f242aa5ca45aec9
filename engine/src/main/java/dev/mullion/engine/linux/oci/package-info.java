/** What a container is, as a document of the Open Container Initiative's runtime specification. */
@NullMarked
package dev.mullion.engine.linux.oci;

import org.jspecify.annotations.NullMarked;
