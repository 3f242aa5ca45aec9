package dev.mullion.security.quota;

/**
 * What a container may take of its host's processors or memory.
 *
 * @param amount the limit that the container has; all that its host has, if it has none
 * @param limited whether it has one
 */
public record Share(long amount, boolean limited) {

    /** More than any host has, and little enough for the sum of all containers to be a number. */
    static final long MOST = 1L << 48;

    public Share {
        if (amount < 0) {
            throw new IllegalArgumentException("Nothing takes " + amount + " of its host");
        }
        amount = Math.min(amount, MOST);
    }

    /** Up to a limit. */
    public static Share upTo(long limit) {
        return new Share(limit, true);
    }

    /** Everything, for want of a limit. */
    public static Share all(long ofTheHost) {
        return new Share(ofTheHost, false);
    }
}
