package dev.mullion.security.account;

import java.util.UUID;

/** An account has a new password: what was open with the old one ends. */
public record PasswordChanged(UUID accountId) {}
