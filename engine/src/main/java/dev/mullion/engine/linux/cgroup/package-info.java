/** Control groups as this machine has them: version 1, version 2, or both at once. */
@NullMarked
package dev.mullion.engine.linux.cgroup;

import org.jspecify.annotations.NullMarked;
