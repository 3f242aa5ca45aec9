/** Containers on all hosts: seen from memory, changed on their hosts. */
@NullMarked
package dev.mullion.backend.container;

import org.jspecify.annotations.NullMarked;
