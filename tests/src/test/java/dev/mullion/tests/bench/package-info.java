/** Mullion's engine raced against Docker Engine and Podman, on the same machine in the same run. */
@NullMarked
package dev.mullion.tests.bench;

import org.jspecify.annotations.NullMarked;
