package dev.mullion.docker.admission;

import dev.mullion.docker.Isolation;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * That a portal admitted a request, signed with its Ed25519 key. What is signed holds the whole
 * request, so it is good for that one and no other; of it only this travels, in a header, and the
 * engine adds what it sees itself.
 *
 * @param isolation what the container was admitted with, never {@link Isolation#DEFAULT}
 * @param expires until when it may be used, to the second
 * @param nonce says which of two equal admissions it is; 22 letters, digits, dashes, underscores
 * @param signature of all that, in base64 for addresses
 */
public record SignedAdmission(
        Isolation isolation, Instant expires, String nonce, String signature) {

    /** The header it travels in. */
    public static final String HEADER = "Mullion-Admission";

    /** How long one is good for: enough for a request to get there, with clocks that differ. */
    public static final Duration LIFETIME = Duration.ofSeconds(30);

    private static final Pattern FORM =
            Pattern.compile(
                    "v1 (process|hyperv) ([0-9]{1,12}) ([A-Za-z0-9_-]{22}) ([A-Za-z0-9_-]{86})");

    private static final String ALGORITHM = "Ed25519";

    /**
     * Admits a request.
     *
     * @param nonce 22 letters, digits, dashes and underscores that were never used before
     * @throws GeneralSecurityException if the key can't sign
     */
    public static SignedAdmission sign(
            PrivateKey key,
            AdmittedRequest request,
            Isolation isolation,
            Instant expires,
            String nonce)
            throws GeneralSecurityException {
        Signature signing = Signature.getInstance(ALGORITHM);
        signing.initSign(key);
        signing.update(text(request, isolation, expires, nonce));
        return new SignedAdmission(
                isolation,
                Instant.ofEpochSecond(expires.getEpochSecond()),
                nonce,
                Base64.getUrlEncoder().withoutPadding().encodeToString(signing.sign()));
    }

    /**
     * Reads the header's value.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static SignedAdmission read(String header) {
        Matcher parts = FORM.matcher(header);
        if (!parts.matches()) {
            throw new IllegalArgumentException("Not an admission: it isn't in the form of one");
        }
        try {
            return new SignedAdmission(
                    parts.group(1).equals("hyperv") ? Isolation.HYPERV : Isolation.PROCESS,
                    Instant.ofEpochSecond(Long.parseLong(parts.group(2))),
                    parts.group(3),
                    parts.group(4));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("Not an admission: it never expires", e);
        }
    }

    /** Whether the owner of a key has signed it for this very request. */
    public boolean isBy(PublicKey key, AdmittedRequest request) {
        try {
            Signature checking = Signature.getInstance(ALGORITHM);
            checking.initVerify(key);
            checking.update(text(request, isolation, expires, nonce));
            return checking.verify(Base64.getUrlDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // a signature or key of another kind proves nothing
            return false;
        }
    }

    /** What is signed: each on a line of its own, and no line can hold the end of one. */
    private static byte[] text(
            AdmittedRequest request, Isolation isolation, Instant expires, String nonce) {
        return String.join(
                        "\n",
                        "mullion-admission-1",
                        line(request.engine()),
                        line(request.method()),
                        line(request.target()),
                        line(request.bodyDigest()),
                        isolation.wire(),
                        Long.toString(expires.getEpochSecond()),
                        line(nonce))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String line(String text) {
        if (text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("Nothing that is admitted has line breaks");
        }
        return text;
    }

    /** The header's value. */
    @Override
    public String toString() {
        return "v1 %s %d %s %s"
                .formatted(isolation.wire(), expires.getEpochSecond(), nonce, signature);
    }
}
