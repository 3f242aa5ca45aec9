package dev.mullion.security;

import java.io.Serializable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a call. It says who somebody is, never what he may do: that is read afresh for every
 * call.
 *
 * @param accountId the account, absent for the portal itself and for somebody who has not signed in
 * @param name the account's name when the call was made, for people to read
 * @param door the way the call came in
 * @param address the network address it came from, where one is known
 */
public record Caller(@Nullable UUID accountId, String name, Door door, @Nullable String address)
        implements Serializable {

    public Caller {
        if (door == Door.SYSTEM && accountId != null) {
            throw new IllegalArgumentException(
                    "The portal itself has no account, yet was given that of " + name);
        }
    }

    /**
     * The portal itself, for work that nobody asked for, such as adopting the local host on the
     * first start.
     */
    public static Caller system() {
        return new Caller(null, "mullion", Door.SYSTEM, null);
    }

    /** Somebody who has not signed in. */
    public static Caller anonymous(Door door, @Nullable String address) {
        if (door == Door.SYSTEM) {
            throw new IllegalArgumentException(
                    "Nobody comes in anonymously through the portal's own door");
        }
        return new Caller(null, "anonymous", door, address);
    }

    /** Whether somebody is known behind this call: an account, or the portal itself. */
    public boolean known() {
        return accountId != null || door == Door.SYSTEM;
    }
}
