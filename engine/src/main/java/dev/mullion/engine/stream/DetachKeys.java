package dev.mullion.engine.stream;

import dev.mullion.engine.EngineProblem;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keys that a person types to leave a process running: what is typed passes through here and is
 * held back while it could be the beginning of them.
 */
public final class DetachKeys {

    private static final byte[] USUAL = {0x10, 0x11}; // ctrl-p, ctrl-q

    private final byte[] keys;
    private int matched;
    private boolean detached;

    private DetachKeys(byte[] keys) {
        this.keys = keys;
    }

    /**
     * Reads keys.
     *
     * @param text for example {@code ctrl-p,ctrl-q} or {@code a,ctrl-[}; null or empty takes
     *     ctrl-p, ctrl-q
     * @throws EngineProblem 400 if there is no such key
     */
    public static DetachKeys of(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return new DetachKeys(USUAL);
        }
        ByteArrayOutputStream keys = new ByteArrayOutputStream();
        for (String key : text.split(",", -1)) {
            keys.write(code(key, text));
        }
        return new DetachKeys(keys.toByteArray());
    }

    private static int code(String key, String text) {
        if (key.length() == 1 && key.charAt(0) < 128) {
            return key.charAt(0);
        }
        String lower = key.toLowerCase(Locale.ROOT);
        if (lower.length() == 6 && lower.startsWith("ctrl-")) {
            char letter = lower.charAt(5);
            if (letter == '@') {
                return 0;
            }
            if (letter >= 'a' && letter <= 'z') {
                return letter - 'a' + 1;
            }
            int sign = "[\\]^_".indexOf(letter);
            if (sign >= 0) {
                return 27 + sign;
            }
        }
        throw EngineProblem.invalid(
                "Invalid detach keys (" + text + ") provided: Unknown character: '" + key + "'");
    }

    /**
     * Lets typed bytes through.
     *
     * @return those that are no part of the keys; held back ones come with later ones
     */
    public ByteBuffer pass(ByteBuffer typed) {
        ByteArrayOutputStream through = new ByteArrayOutputStream();
        while (typed.hasRemaining() && !detached) {
            byte key = typed.get();
            if (key != keys[matched] && matched > 0) {
                through.write(keys, 0, matched);
                matched = 0;
            }
            if (key == keys[matched]) {
                matched++;
                detached = matched == keys.length;
            } else {
                through.write(key);
            }
        }
        return ByteBuffer.wrap(through.toByteArray());
    }

    /** Whether the keys have been typed. */
    public boolean detached() {
        return detached;
    }
}
