/** Images on all hosts: seen from memory, pulled, named and removed on their hosts. */
@NullMarked
package dev.mullion.backend.image;

import org.jspecify.annotations.NullMarked;
