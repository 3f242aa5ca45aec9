/** What is said about what may run, where it is said, and what comes of it together. */
@NullMarked
package dev.mullion.security.policy;

import org.jspecify.annotations.NullMarked;
