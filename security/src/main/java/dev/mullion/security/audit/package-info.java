/** What was tried and what became of it, on a record nobody edits. */
@NullMarked
package dev.mullion.security.audit;

import org.jspecify.annotations.NullMarked;
