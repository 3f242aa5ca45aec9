/** What may run where and in which shape, tried out. */
@NullMarked
package dev.mullion.security.guardrail;

import org.jspecify.annotations.NullMarked;
