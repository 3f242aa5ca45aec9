package dev.mullion.backend.host;

/** What a label of a host says, as the database keeps it. */
record KnownHostLabel(String labelText) {}
