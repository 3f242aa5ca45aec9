/** What is asked of the engine as a whole: versions, facts, events, and what it doesn't have. */
@NullMarked
package dev.mullion.engine.system;

import org.jspecify.annotations.NullMarked;
