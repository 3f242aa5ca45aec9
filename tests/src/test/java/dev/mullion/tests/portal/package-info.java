/** The portal as a process of its own, and a small client for its REST API. */
@NullMarked
package dev.mullion.tests.portal;

import org.jspecify.annotations.NullMarked;
