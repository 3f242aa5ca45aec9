/** The pages of the portal and the application that serves them. */
@NullMarked
package dev.mullion.frontend;

import org.jspecify.annotations.NullMarked;
