package dev.mullion.security.quota;

import dev.mullion.security.RefusedInputException;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The most that may be taken of each kind; of a kind that isn't in it, any amount.
 *
 * @param most thousandths of a processor, bytes, or a number of containers
 */
public record Limits(Map<QuotaKind, Long> most) {

    /** Nothing is limited. */
    public static final Limits NONE = new Limits(Map.of());

    /**
     * Takes limits as they were given.
     *
     * @throws RefusedInputException for the field that is called as the kind's code, if it is less
     *     than nothing or more than anybody has
     */
    public Limits {
        most.forEach((kind, amount) -> {
            if (amount < 0 || amount > Share.MOST) {
                throw new RefusedInputException(
                        kind.code(),
                        "A limit of "
                                + kind.title()
                                + " is between 0 and "
                                + kind.words(Share.MOST)
                                + ". Leave it out for no limit.");
            }
        });
        most = Map.copyOf(most);
    }

    /** The most of one kind; empty if there is no limit. */
    public OptionalLong of(QuotaKind kind) {
        Long amount = most.get(kind);
        return amount == null ? OptionalLong.empty() : OptionalLong.of(amount);
    }

    /** For the audit, always in the same order. */
    String words() {
        return most.isEmpty()
                ? "no limits"
                : new EnumMap<>(most)
                        .entrySet().stream()
                                .map(limit ->
                                        limit.getKey().title()
                                                + " "
                                                + limit.getKey().words(limit.getValue()))
                                .collect(Collectors.joining(", "));
    }
}
