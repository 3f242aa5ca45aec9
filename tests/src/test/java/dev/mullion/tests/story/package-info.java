/** What people do with the portal, from the first start to the worst day. */
@NullMarked
package dev.mullion.tests.story;

import org.jspecify.annotations.NullMarked;
