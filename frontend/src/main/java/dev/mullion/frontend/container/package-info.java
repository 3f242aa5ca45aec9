/** The pages of containers: the list over all hosts, launching one, and a page for each. */
@NullMarked
package dev.mullion.frontend.container;

import org.jspecify.annotations.NullMarked;
