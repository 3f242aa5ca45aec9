/** Whole-system tests: everything here comes in through the front door. */
@NullMarked
package dev.mullion.tests;

import org.jspecify.annotations.NullMarked;
