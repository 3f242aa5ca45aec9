package dev.mullion.engine.network;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of IPv4 addresses.
 *
 * @param first its lowest address, as a number
 * @param prefix how many bits all its addresses share, 0 to 32
 */
record Subnet(long first, int prefix) {

    private static final Pattern ADDRESS =
            Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
    private static final int BITS = 32;

    Subnet {
        if (prefix < 0 || prefix > BITS || (first & (size(prefix) - 1)) != 0) {
            throw new IllegalArgumentException(
                    address(first) + "/" + prefix + " isn't the beginning of a block of addresses");
        }
    }

    /** Reads {@code 172.17.0.0/16}; an address alone is a block of one. */
    static Optional<Subnet> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        int prefix = slash < 0 ? BITS : Ports.number(text.substring(slash + 1));
        if (!isAddress(address) || prefix < 0 || prefix > BITS) {
            return Optional.empty();
        }
        long number = number(address);
        return Optional.of(new Subnet(number & -size(prefix), prefix));
    }

    static boolean isAddress(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            return false;
        }
        for (String part : text.split("\\.", -1)) {
            if (Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    static long number(String address) {
        long number = 0;
        for (String part : address.split("\\.", -1)) {
            number = number << 8 | Integer.parseInt(part);
        }
        return number;
    }

    static String address(long number) {
        return (number >> 24 & 255)
                + "."
                + (number >> 16 & 255)
                + "."
                + (number >> 8 & 255)
                + "."
                + (number & 255);
    }

    boolean overlaps(Subnet other) {
        return first <= other.last() && other.first <= last();
    }

    boolean contains(String address) {
        long number = number(address);
        return number >= first && number <= last();
    }

    /** The highest address: the one that means everybody. */
    long last() {
        return first + size(prefix) - 1;
    }

    /** The host's own address in it: the first that can be one. */
    String gateway() {
        return address(first + 1);
    }

    private static long size(int prefix) {
        return 1L << (BITS - prefix);
    }

    @Override
    public String toString() {
        return address(first) + "/" + prefix;
    }
}
