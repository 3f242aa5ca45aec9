package dev.mullion.security;

/** What an account is on the platform. */
public enum Role {
    /** May do everything. */
    PLATFORM_ADMINISTRATOR
}
