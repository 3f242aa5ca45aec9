package dev.mullion.engine.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.engine.EngineProblem;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class JsonBodyTest {

    private static final int MOST = ServerLimits.DEFAULT.json();

    private static InputStream objects(int count) {
        return new ByteArrayInputStream(("[" + "{},".repeat(count - 1) + "{}]").getBytes(US_ASCII));
    }

    @Test
    void aSmallRequestCannotTakeMuchMemory() throws Exception {
        assertThat(JsonBody.read(objects(10_000), "application/json", MOST)).isPresent();
        assertThatThrownBy(() -> JsonBody.read(objects(200_000), "application/json", MOST))
                .isInstanceOf(EngineProblem.class)
                .hasMessage(
                        "the request body has more than the 100000 names, values and brackets that"
                                + " are read");
    }
}
