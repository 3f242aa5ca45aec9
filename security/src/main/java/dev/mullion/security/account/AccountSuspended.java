package dev.mullion.security.account;

import java.util.UUID;

/** An account may do nothing from now on: what is open with it ends. */
public record AccountSuspended(UUID accountId) {}
