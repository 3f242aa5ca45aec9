/** What the code's shape promises: who may import whom, and what every class owes its reader. */
@NullMarked
package dev.mullion.tests.architecture;

import org.jspecify.annotations.NullMarked;
