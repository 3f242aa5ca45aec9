/** Tests of containers: their state machine over a scripted runtime, and the real thing. */
@NullMarked
package dev.mullion.engine.container;

import org.jspecify.annotations.NullMarked;
