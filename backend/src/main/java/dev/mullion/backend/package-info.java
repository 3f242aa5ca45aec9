/** The portal's services, a package a feature. */
@NullMarked
package dev.mullion.backend;

import org.jspecify.annotations.NullMarked;
