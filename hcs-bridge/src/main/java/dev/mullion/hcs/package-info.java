/**
 * What Windows' Host Compute Service, Host Compute Network and layer storage answer: codes and
 * failures.
 */
@NullMarked
package dev.mullion.hcs;

import org.jspecify.annotations.NullMarked;
