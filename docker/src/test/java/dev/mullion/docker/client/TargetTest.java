package dev.mullion.docker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No id, name or parameter from outside reaches another path than its own. */
class TargetTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "/",
                "//",
                "a/b",
                "../images/json",
                "a/../../info",
                "a%2f..",
                "a?all=1",
                "a#b",
                "a b",
                "a\r\nX: y",
                "a\u0000",
                "-rf",
                "\u00e4",
                "a\\b",
                "json?x=",
            })
    void whatIsNoContainerNeverLeaves(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Target.container(name, "json"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "/",
                "a//b",
                "../containers/json",
                "a/../b",
                "a/./b",
                "a?x=1",
                "a#b",
                "a%2f..",
                "sha256:../x",
                "A",
                "a\nb",
            })
    void whatIsNoImageNeverLeaves(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Target.image(name, "json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "..", "a?b", "a-b"})
    void whatIsNoExecNeverLeaves(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> Target.exec(id, "json"));
    }

    @Test
    void namesAreWrittenAsTheyAre() {
        assertThat(Target.container("/web_1.a-b", "json"))
                .hasToString("/containers/web_1.a-b/json");
        assertThat(Target.image("r.example:5000/a/b:1", "json"))
                .hasToString("/images/r.example:5000/a/b:1/json");
        assertThat(Target.image("sha256:0123")).hasToString("/images/sha256:0123");
    }

    @Test
    void parametersAreEncoded() {
        assertThat(
                        Target.of("x")
                                .with("a&b", "c=d&e f+g/%\u00e4\r\n")
                                .with("none", null)
                                .with("flag", true))
                .hasToString("/x?a%26b=c%3Dd%26e%20f%2Bg%2F%25%C3%A4%0D%0A&flag=true");
    }
}
