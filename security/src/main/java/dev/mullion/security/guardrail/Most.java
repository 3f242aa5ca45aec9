package dev.mullion.security.guardrail;

import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;

/**
 * The most there may be of something that is counted.
 *
 * @param amount 0 or more; {@link Long#MAX_VALUE} for any
 */
public record Most(long amount) implements Bound<Most> {

    /** Any amount. */
    public static final Most ANY = new Most(Long.MAX_VALUE);

    private static final String WORD = "any";

    /** Checks the amount. */
    public Most {
        if (amount < 0) {
            throw new IllegalArgumentException("Not a limit: " + amount + " is less than nothing");
        }
    }

    boolean any() {
        return amount == Long.MAX_VALUE;
    }

    @Override
    public Most and(Most other) {
        return amount <= other.amount ? this : other;
    }

    /**
     * How such a limit stands in a document: {@code "any"}, or a number.
     *
     * @param perUnit how many of what is counted make one in the document
     */
    static Notation<Most> notation(long perUnit) {
        BigDecimal unit = BigDecimal.valueOf(perUnit);
        return new Notation<>() {
            @Override
            public Most read(JsonNode json, String at) {
                if (json.isString() && json.stringValue().equals(WORD)) {
                    return ANY;
                }
                if (json.isNumber()) {
                    BigDecimal amount = json.decimalValue().multiply(unit);
                    if (amount.signum() >= 0
                            && amount.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0
                            && amount.stripTrailingZeros().scale() <= 0) {
                        return new Most(amount.longValueExact());
                    }
                }
                throw new PolicyFormatException(
                        at, at + " must be \"any\" or a number that isn't negative");
            }

            @Override
            public Object write(Most value) {
                if (value.any()) {
                    return WORD;
                }
                return perUnit == 1
                        ? (Object) value.amount()
                        : BigDecimal.valueOf(value.amount()).divide(unit).stripTrailingZeros();
            }
        };
    }
}
