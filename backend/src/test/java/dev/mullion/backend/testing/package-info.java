/** The databases that tests run on, each private to the test that opened it. */
@NullMarked
package dev.mullion.backend.testing;

import org.jspecify.annotations.NullMarked;
