/** A person at Chromium: clicks and types like one, and leaves pictures of what was seen. */
@NullMarked
package dev.mullion.tests.browser;

import org.jspecify.annotations.NullMarked;
