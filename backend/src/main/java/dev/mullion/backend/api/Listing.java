package dev.mullion.backend.api;

import dev.mullion.backend.Page;
import dev.mullion.backend.Problem;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which part of a list is asked for, in what order: the parameters that all lists share. */
record Listing(
        @Parameter(
                        description =
                                "Words that must occur; what they are looked for in depends on the list")
                @Nullable String text,
        @Parameter(description = "What to order by; an unknown key is refused")
                @Nullable String sort,
        @Parameter(description = "asc or desc") @Nullable String order,
        @Parameter(description = "How many to leave out at the front; 0 by default")
                @Nullable Integer offset,
        @Parameter(description = "How many to give at most, 1 to 1,000; 100 by default")
                @Nullable Integer limit) {

    private static final int USUAL_LIMIT = 100;

    String words() {
        return text == null ? "" : text;
    }

    int from() {
        return offset == null ? 0 : offset;
    }

    int most() {
        return limit == null ? USUAL_LIMIT : limit;
    }

    /** Refuses what no list can give; lists that are cut here call it themselves. */
    void check() {
        Page.check(from(), most());
    }

    private enum NameOnly {
        NAME
    }

    /** A part of a list that comes in the order of names, and can be in no other. */
    <T> Page<T> byName(List<T> all, Function<T, String> text) {
        check();
        var _ = sortedBy(NameOnly.NAME);
        var wanted = words().toLowerCase(Locale.ROOT);
        var matching =
                all.stream()
                        .filter(item -> text.apply(item).toLowerCase(Locale.ROOT).contains(wanted))
                        .toList();
        return Page.cut(descending(false) ? matching.reversed() : matching, from(), most());
    }

    <E extends Enum<E>> E sortedBy(E usual) {
        if (sort == null) {
            return usual;
        }
        return QueryChoice.of("sort", usual.getDeclaringClass(), sort);
    }

    boolean descending(boolean usual) {
        if (order == null) {
            return usual;
        }
        return switch (order) {
            case "asc" -> false;
            case "desc" -> true;
            default ->
                    throw Problem.invalid(
                            "order",
                            "list in the order \"" + order + "\"",
                            "there is no such order",
                            "Use asc or desc.");
        };
    }
}
