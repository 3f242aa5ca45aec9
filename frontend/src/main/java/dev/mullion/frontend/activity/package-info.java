/** The page of what runs and what ran: progress, steps, outcome, and the way to stop it. */
@NullMarked
package dev.mullion.frontend.activity;

import org.jspecify.annotations.NullMarked;
