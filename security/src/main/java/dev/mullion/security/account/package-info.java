/** Local accounts: how the first one is made, how their passwords are kept. */
@NullMarked
package dev.mullion.security.account;

import org.jspecify.annotations.NullMarked;
