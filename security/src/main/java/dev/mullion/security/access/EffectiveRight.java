package dev.mullion.security.access;

import dev.mullion.security.Decision;
import dev.mullion.security.Permission;

/** What somebody may, or may not, at a path, and what that rests on. */
public record EffectiveRight(Permission permission, Decision decision) {}
