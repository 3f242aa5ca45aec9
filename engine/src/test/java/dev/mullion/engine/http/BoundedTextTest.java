package dev.mullion.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.engine.EngineProblem;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BoundedTextTest {

    private static boolean found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(new BoundedText(text)).find();
    }

    @Test
    void aPatternThatWouldTakeForEverIsRefused() {
        String name = "a".repeat(60) + "b";
        assertThatThrownBy(() -> found("^" + "[^/]*a".repeat(12) + "$", name))
                .isInstanceOf(EngineProblem.class)
                .hasMessageContaining("takes too long to match");
    }

    @Test
    void whatPeopleWriteIsMatchedInLongNamesToo() {
        String name = "web-" + "x".repeat(4000) + "-1";
        assertThat(found("^/?web-.*-[0-9]+$", name)).isTrue();
        assertThat(found("db", name)).isFalse();
    }
}
