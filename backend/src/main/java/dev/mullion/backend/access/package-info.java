/** Tells open pages when it has changed who may do what. */
@NullMarked
package dev.mullion.backend.access;

import org.jspecify.annotations.NullMarked;
