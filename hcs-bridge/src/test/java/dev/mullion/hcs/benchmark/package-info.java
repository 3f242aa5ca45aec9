/** What the bridge costs. Not part of the tests: {@code ./mvnw -P benchmarks} runs it. */
@NullMarked
package dev.mullion.hcs.benchmark;

import org.jspecify.annotations.NullMarked;
