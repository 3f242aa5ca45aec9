package dev.mullion.security.guardrail;

import java.math.BigInteger;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as Docker takes them: {@code 512m}, {@code 20G}, {@code 20 GiB}, in powers of 1024. */
final class Sizes {

    private static final Pattern SIZE =
            Pattern.compile("(\\d{1,18})(\\.\\d+)? ?([kmgtp]?)(i?b)?", Pattern.CASE_INSENSITIVE);

    private Sizes() {}

    /** Returns the bytes, no fewer than are meant; nothing if it isn't a size. */
    static OptionalLong bytes(String text) {
        Matcher parts = SIZE.matcher(text.strip());
        if (!parts.matches()) {
            return OptionalLong.empty();
        }
        BigInteger bytes = new BigInteger(parts.group(1));
        if (parts.group(2) != null) {
            // what is after the point counts as a whole one: rather too much than too little
            bytes = bytes.add(BigInteger.ONE);
        }
        String unit = parts.group(3).toLowerCase(Locale.ROOT);
        if (!unit.isEmpty()) {
            bytes = bytes.multiply(BigInteger.valueOf(1024).pow("kmgtp".indexOf(unit) + 1));
        }
        return OptionalLong.of(bytes.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue());
    }
}
