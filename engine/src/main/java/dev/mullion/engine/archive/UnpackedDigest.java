package dev.mullion.engine.archive;

import dev.mullion.docker.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** Whether the bytes of an unpacked layer are those that its image names. */
public final class UnpackedDigest {

    private UnpackedDigest() {}

    /** Begins a hash of the kind that a digest is. */
    public static MessageDigest begin(Digest digest) {
        String name = digest.algorithm().toUpperCase(Locale.ROOT).replace("SHA", "SHA-");
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has " + name, e);
        }
    }

    /**
     * Compares a finished hash.
     *
     * @throws BrokenArchiveException naming both, if they differ
     */
    public static void require(Digest digest, byte[] hash) throws BrokenArchiveException {
        String found = HexFormat.of().formatHex(hash);
        if (!found.equals(digest.hex())) {
            throw new BrokenArchiveException(
                    "The unpacked layer should be "
                            + digest
                            + " but is "
                            + digest.algorithm()
                            + ":"
                            + found);
        }
    }
}
