/** Who may do what where: roles, bindings, and the decision they lead to. */
@NullMarked
package dev.mullion.security.access;

import org.jspecify.annotations.NullMarked;
