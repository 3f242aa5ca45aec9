/** Claims about documents, held to golden files. */
@NullMarked
package dev.mullion.hcs.document;

import org.jspecify.annotations.NullMarked;
