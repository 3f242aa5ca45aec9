/** This engine as a process of its own, for the tests of every module. */
@NullMarked
package dev.mullion.engine.testing;

import org.jspecify.annotations.NullMarked;
