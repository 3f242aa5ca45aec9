/** Reads tar archives and their compression, whoever wrote them: every size in them is a claim. */
@NullMarked
package dev.mullion.engine.archive;

import org.jspecify.annotations.NullMarked;
