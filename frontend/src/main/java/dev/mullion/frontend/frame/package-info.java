/**
 * The frame around every page, and the small parts that the pages share so that they look and
 * behave alike.
 */
@NullMarked
package dev.mullion.frontend.frame;

import org.jspecify.annotations.NullMarked;
