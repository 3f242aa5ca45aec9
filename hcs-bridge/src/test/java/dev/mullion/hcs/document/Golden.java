package dev.mullion.hcs.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** The documents as they go over the wire. */
final class Golden {

    private static final JsonMapper PLAIN = new JsonMapper();

    private Golden() {}

    static String text(String file) {
        try (InputStream in =
                Objects.requireNonNull(Golden.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * The record becomes the file, with no member more or less, and the file becomes the record.
     */
    static void holds(String file, Object document) {
        assertThat(PLAIN.readTree(HcsJson.write(document))).isEqualTo(PLAIN.readTree(text(file)));
        assertThat((Object) HcsJson.read(text(file), document.getClass())).isEqualTo(document);
    }
}
