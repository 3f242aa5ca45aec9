package dev.mullion.engine.registry;

import java.net.InetAddress;

/** Ranges of addresses in the notation {@code 10.0.0.0/8}. */
final class AddressRange {

    private AddressRange() {}

    /** Tells whether a host is an address, not a name, within a range; false if either is odd. */
    static boolean holds(String range, String host) {
        int slash = range.indexOf('/');
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        byte[] base;
        byte[] address;
        int bits;
        try {
            base = InetAddress.ofLiteral(range.substring(0, slash)).getAddress();
            address = InetAddress.ofLiteral(name).getAddress();
            bits = Integer.parseInt(range.substring(slash + 1));
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (base.length != address.length || bits < 0 || bits > base.length * 8) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if (((base[bit / 8] ^ address[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
