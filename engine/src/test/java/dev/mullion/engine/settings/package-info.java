/** What an engine understands of what it is told. */
@NullMarked
package dev.mullion.engine.settings;

import org.jspecify.annotations.NullMarked;
