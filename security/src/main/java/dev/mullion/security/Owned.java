package dev.mullion.security;

import java.util.UUID;

/** A resource of which it is known who made it: some rights reach what is one's own only. */
public interface Owned extends Resource {

    /** The account that made it. */
    UUID owner();
}
