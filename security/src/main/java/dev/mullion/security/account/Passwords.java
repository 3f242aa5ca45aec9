package dev.mullion.security.account;

import dev.mullion.security.RefusedInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes and compares passwords, and says which ones cannot be taken. Length is what counts; there
 * are no rules about kinds of characters, as NIST SP 800-63B advises.
 */
@Component
public class Passwords {

    public static final int SHORTEST = 12;

    /** Longer ones are refused, so that nobody makes the portal hash a megabyte. */
    public static final int LONGEST = 256;

    private final PasswordEncoder encoder;
    private final Set<String> commonest;
    private final String nobodys;

    // Each hash takes 19 MiB and a core for some tens of milliseconds: a flood of sign-ins must not
    // take the memory of everything else.
    private final Semaphore hashing =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);

    Passwords(PasswordEncoder encoder) {
        this.encoder = encoder;
        this.commonest = readCommonest();
        this.nobodys = encode("nobody has this password, it is only ever compared against");
    }

    /**
     * Makes the hash of a password that somebody wants to have from now on.
     *
     * @param username the name of the account, which may not be its password
     * @throws RefusedInputException for the field {@code password}, if it cannot be taken
     */
    public String accept(String username, String password) {
        var plain = normal(password);
        var folded = plain.toLowerCase(Locale.ROOT);
        if (plain.codePointCount(0, plain.length()) < SHORTEST) {
            throw refused("It is too short: use " + SHORTEST + " characters or more.");
        }
        if (plain.length() > LONGEST) {
            throw refused("It is too long: use " + LONGEST + " characters or fewer.");
        }
        if (folded.replace(username.toLowerCase(Locale.ROOT), "").length() < SHORTEST / 2) {
            throw refused(
                    "It is little more than the name. Use something the name does not give away.");
        }
        if (commonest.contains(folded) || folded.chars().distinct().count() < 5) {
            throw refused("It is among the first ones that somebody would try. Use a rarer one.");
        }
        return encode(plain);
    }

    /**
     * Whether it is the account's password. Takes the same time for an account that does not exist.
     *
     * @param account absent if nobody has that name; the answer is no then, and for a service
     */
    public boolean matches(@Nullable Account account, String password) {
        if (password.length() > LONGEST) {
            return false;
        }
        var own = account == null ? null : account.passwordHash();
        var hash = own == null ? nobodys : own;
        hashing.acquireUninterruptibly();
        try {
            return encoder.matches(normal(password), hash) && own != null;
        } finally {
            hashing.release();
        }
    }

    private String encode(String plain) {
        hashing.acquireUninterruptibly();
        try {
            var hash = encoder.encode(plain);
            if (hash == null) {
                throw new IllegalStateException("The password encoder made no hash");
            }
            return hash;
        } finally {
            hashing.release();
        }
    }

    /** The same password typed on another keyboard can arrive as other code points. */
    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }

    private static RefusedInputException refused(String why) {
        return new RefusedInputException("password", why);
    }

    private static Set<String> readCommonest() {
        try (var file =
                new ClassPathResource("commonest-passwords.txt", Passwords.class)
                        .getInputStream()) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("The list of commonest passwords cannot be read", e);
        }
    }
}
