package dev.mullion.engine.registry;

import dev.mullion.docker.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of bytes. */
final class Hashing {

    private Hashing() {}

    /** Begins a hash of the kind that a digest is. */
    static MessageDigest begin(String algorithm) {
        String java =
                switch (algorithm) {
                    case "sha256" -> "SHA-256";
                    case "sha384" -> "SHA-384";
                    case "sha512" -> "SHA-512";
                    default -> throw new IllegalArgumentException("No hash is " + algorithm);
                };
        try {
            return MessageDigest.getInstance(java);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has " + java, e);
        }
    }

    static Digest end(String algorithm, MessageDigest hash) {
        return new Digest(algorithm, HexFormat.of().formatHex(hash.digest()));
    }

    static Digest of(String algorithm, byte[] bytes) {
        MessageDigest hash = begin(algorithm);
        hash.update(bytes);
        return end(algorithm, hash);
    }

    static Digest sha256(byte[] bytes) {
        return of("sha256", bytes);
    }
}
