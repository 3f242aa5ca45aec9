package dev.mullion.engine.log;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of a container's log is kept.
 *
 * @param maxSize bytes after which a file is moved away; 0 for never
 * @param maxFiles how many files are kept, the one being written among them; at least 1
 */
public record LogLimits(long maxSize, int maxFiles) {

    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?) ?([kmgtp]?)(?:i?b)?");

    /**
     * Reads what a container says itself.
     *
     * @param options {@code max-size} and {@code max-file}, as of Docker's json-file driver
     * @return with what it doesn't say as it is here
     * @throws IllegalArgumentException if one can't be read
     */
    public LogLimits with(Map<String, String> options) {
        String size = options.get("max-size");
        String files = options.get("max-file");
        long most = size == null ? maxSize : bytes(size);
        int count =
                files == null ? (size == null ? maxFiles : Math.max(1, maxFiles)) : count(files);
        return new LogLimits(most, count);
    }

    private static int count(String text) {
        try {
            int count = Integer.parseInt(text);
            if (count >= 1) {
                return count;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("max-file isn't a number: \"" + text + "\"", e);
        }
        throw new IllegalArgumentException("max-file cannot be less than 1");
    }

    private static long bytes(String text) {
        if (text.equals("-1")) {
            return 0;
        }
        Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("invalid size: '" + text + "'");
        }
        int power = "kmgtp".indexOf(matcher.group(2)) + 1;
        long bytes =
                new BigDecimal(matcher.group(1))
                        .multiply(
                                BigDecimal.valueOf(
                                        1L << (10 * (matcher.group(2).isEmpty() ? 0 : power))))
                        .setScale(0, RoundingMode.DOWN)
                        .longValue();
        if (bytes < 1) {
            throw new IllegalArgumentException("max-size must be larger than 0");
        }
        return bytes;
    }
}
