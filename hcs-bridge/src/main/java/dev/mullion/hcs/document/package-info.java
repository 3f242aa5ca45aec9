/** The JSON documents of the compute service as records. */
@NullMarked
package dev.mullion.hcs.document;

import org.jspecify.annotations.NullMarked;
