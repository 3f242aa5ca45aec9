package dev.mullion.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/**
 * Makes random texts that cannot be guessed, and the fingerprints they are kept as. A fingerprint
 * is a plain SHA-256: with 256 random bits there is nothing to try out, so nothing to slow down.
 */
@Component
public final class Secrets {

    private final SecureRandom random;

    Secrets(SecureRandom random) {
        this.random = random;
    }

    /** 256 random bits in 43 characters that are safe in a URL, a header and a shell. */
    public String next() {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** 125 random bits as five groups of five, made to be typed off a screen. */
    public String nextToType() {
        // Crockford's alphabet: nothing in it looks like something else in it
        var alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var text = new StringBuilder();
        for (int i = 0; i < 25; i++) {
            if (i > 0 && i % 5 == 0) {
                text.append('-');
            }
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    /** The SHA-256 of a secret in 64 small hex digits. */
    public static String fingerprint(String secret) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
