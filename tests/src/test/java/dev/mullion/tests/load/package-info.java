/**
 * Many containers and many people: a simulated host, which exists for load only, and benchmarks.
 */
@NullMarked
package dev.mullion.tests.load;

import org.jspecify.annotations.NullMarked;
