package dev.mullion.backend.image;

import dev.mullion.backend.Page;
import dev.mullion.backend.host.HostId;
import java.util.Set;

/**
 * Which images to list, and in what order.
 *
 * @param text words that must all occur, in any case, in a name, the id or the host's name; empty
 *     for all
 * @param hosts only on these; empty for all
 * @param offset how many to leave out at the front
 * @param limit how many to give at most, 1 to {@value Page#MOST}
 */
public record ImageQuery(
        String text, Set<HostId> hosts, Sort sort, boolean descending, int offset, int limit) {

    /** What the list can be ordered by; equals are ordered by name, then by host. */
    public enum Sort {
        NAME,
        SIZE,
        CREATED,
        HOST,
        CONTAINERS
    }

    public ImageQuery {
        hosts = Set.copyOf(hosts);
        Page.check(offset, limit);
    }

    /** All images by name, as many as a page can hold. */
    public static ImageQuery all() {
        return new ImageQuery("", Set.of(), Sort.NAME, false, 0, Page.MOST);
    }
}
