/** What may run where and in which shape, however much its owner may otherwise do. */
@NullMarked
package dev.mullion.security.guardrail;

import org.jspecify.annotations.NullMarked;
