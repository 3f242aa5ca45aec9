/** The pages of the machines that run containers: all of them, and one of them. */
@NullMarked
package dev.mullion.frontend.host;

import org.jspecify.annotations.NullMarked;
