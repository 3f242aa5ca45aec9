package dev.mullion.security.access;

/** What sort of thing roles are bound to. */
public enum PrincipalKind {
    /** Somebody who signs in. */
    PERSON,
    /** A program that calls with tokens and never signs in. */
    SERVICE,
    /** People and services that are given roles together. */
    GROUP
}
