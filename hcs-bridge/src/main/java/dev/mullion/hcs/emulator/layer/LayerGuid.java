package dev.mullion.hcs.emulator.layer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * {@code NameToGuid}. How Windows does it isn't known: here it is a version 5 UUID of the name, in
 * a namespace of the emulator's own.
 */
final class LayerGuid {

    private static final UUID NAMESPACE = UUID.fromString("5e1e0c0a-8f5d-4e6a-9b53-0d0e4d554c41");

    private LayerGuid() {}

    static UUID of(String name) {
        ByteBuffer bytes = ByteBuffer.wrap(sha1().digest(name.getBytes(StandardCharsets.UTF_8)));
        long high = (bytes.getLong() & ~0xF000L) | 0x5000L;
        long low = (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static MessageDigest sha1() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(
                    ByteBuffer.allocate(16)
                            .putLong(NAMESPACE.getMostSignificantBits())
                            .putLong(NAMESPACE.getLeastSignificantBits())
                            .flip());
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java always has SHA-1", e);
        }
    }
}
