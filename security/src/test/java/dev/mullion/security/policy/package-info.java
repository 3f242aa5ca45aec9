/** Tests of the policies that are kept. */
@NullMarked
package dev.mullion.security.policy;

import org.jspecify.annotations.NullMarked;
