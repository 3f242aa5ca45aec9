package dev.mullion.hcs.emulator.network;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of IPv4 addresses.
 *
 * @param base its first address, as 32 bits
 * @param length how many bits are the same for all
 */
record Prefix(int base, int length) {

    private static final Pattern ADDRESS =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

    /** Reads {@code 172.28.0.0/20}; one with bits behind the prefix isn't one. */
    static Optional<Prefix> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,2}")) {
            return Optional.empty();
        }
        int length = Integer.parseInt(text.substring(slash + 1));
        return address(text.substring(0, slash))
                .filter(base -> length >= 1 && length <= 30 && (base & ~mask(length)) == 0)
                .map(base -> new Prefix(base, length));
    }

    static Optional<Integer> address(String text) {
        Matcher numbers = ADDRESS.matcher(text);
        if (!numbers.matches()) {
            return Optional.empty();
        }
        int address = 0;
        for (int i = 1; i <= 4; i++) {
            int number = Integer.parseInt(numbers.group(i));
            if (number > 255) {
                return Optional.empty();
            }
            address = (address << 8) | number;
        }
        return Optional.of(address);
    }

    static String text(int address) {
        return ((address >>> 24) & 0xFF)
                + "."
                + ((address >>> 16) & 0xFF)
                + "."
                + ((address >>> 8) & 0xFF)
                + "."
                + (address & 0xFF);
    }

    private static int mask(int length) {
        return -1 << (32 - length);
    }

    boolean contains(int address) {
        return (address & mask(length)) == base;
    }

    boolean overlaps(Prefix other) {
        return contains(other.base) || other.contains(base);
    }

    /** The block itself and its broadcast address are nobody's. */
    boolean reserved(int address) {
        return address == base || address == last();
    }

    int last() {
        return base | ~mask(length);
    }

    @Override
    public String toString() {
        return text(base) + "/" + length;
    }
}
