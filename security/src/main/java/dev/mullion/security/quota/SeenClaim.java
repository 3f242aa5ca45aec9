package dev.mullion.security.quota;

/**
 * A tenant's container as its host shows it.
 *
 * @param container 64 hex digits
 * @param at whose it is
 * @param demand what it takes
 */
public record SeenClaim(String container, QuotaPlace.OfStage at, Demand demand) {}
