/** What a portal signs for an engine that does nothing which the portal has not admitted. */
@NullMarked
package dev.mullion.docker.admission;

import org.jspecify.annotations.NullMarked;
