/** What happens on this host, told to whoever listens. */
@NullMarked
package dev.mullion.engine.event;

import org.jspecify.annotations.NullMarked;
