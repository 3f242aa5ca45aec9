package dev.mullion.backend;

import java.util.List;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param items the part asked for, in order
 * @param total how many there are in the whole list, after filtering
 * @param offset how many come before this part
 * @param limit how many were asked for at most
 */
public record Page<T>(List<T> items, long total, int offset, int limit) {

    /** The most that a list gives at once. */
    public static final int MOST = 1000;

    public Page {
        items = List.copyOf(items);
    }

    /** Cuts a part out of a whole list; empty when it lies behind the end. */
    public static <T> Page<T> cut(List<T> all, int offset, int limit) {
        int from = Math.min(offset, all.size());
        int to = (int) Math.min((long) from + limit, all.size());
        return new Page<>(all.subList(from, to), all.size(), offset, limit);
    }

    /** The same part of the list with each item made into something else. */
    public <R> Page<R> map(Function<? super T, ? extends R> mapping) {
        return new Page<>(items.stream().<R>map(mapping).toList(), total, offset, limit);
    }

    /**
     * Checks what somebody asks for.
     *
     * @throws Problem when the offset is negative, or the limit not 1 to {@value #MOST}
     */
    public static void check(int offset, int limit) {
        if (offset < 0) {
            throw Problem.invalid(
                    "offset",
                    "list from " + offset + " on",
                    "an offset is not negative",
                    "Ask from 0 on.");
        }
        if (limit < 1 || limit > MOST) {
            throw Problem.invalid(
                    "limit",
                    "list " + limit + " at once",
                    "a page holds 1 to " + MOST,
                    "Ask for fewer, page by page.");
        }
    }
}
