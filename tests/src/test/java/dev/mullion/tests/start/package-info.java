/** The start script, as somebody types it who has just cloned the repository. */
@NullMarked
package dev.mullion.tests.start;

import org.jspecify.annotations.NullMarked;
