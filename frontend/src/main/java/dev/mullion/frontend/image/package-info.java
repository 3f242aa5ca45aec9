/** The pages of images: the list over all hosts, pulling, and a page for each with its layers. */
@NullMarked
package dev.mullion.frontend.image;

import org.jspecify.annotations.NullMarked;
