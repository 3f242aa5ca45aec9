package dev.mullion.engine.http;

import dev.mullion.engine.EngineProblem;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-decoding that refuses what can be read in two ways. */
final class Percent {

    private Percent() {}

    /**
     * Decodes once.
     *
     * @param encoded of printable ASCII
     * @param plusIsSpace as in queries
     * @throws EngineProblem if the encoding is damaged or isn't UTF-8, or has control characters
     */
    static String decode(String encoded, boolean plusIsSpace) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                bytes.write(hex(encoded, i + 1) << 4 | hex(encoded, i + 2));
                i += 2;
            } else if (c == '+' && plusIsSpace) {
                bytes.write(' ');
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw EngineProblem.invalid("invalid URL escape in \"" + encoded + "\": not UTF-8");
        }
    }

    private static int hex(String encoded, int at) {
        int digit = at < encoded.length() ? Character.digit(encoded.charAt(at), 16) : -1;
        if (digit < 0 || encoded.charAt(at) > 'f') {
            throw EngineProblem.invalid("invalid URL escape in \"" + encoded + "\"");
        }
        return digit;
    }
}
