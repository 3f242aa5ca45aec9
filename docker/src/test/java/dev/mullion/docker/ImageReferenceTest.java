package dev.mullion.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ImageReferenceTest {

    private static final String HEX = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "nginx, docker.io/library/nginx:latest, nginx:latest",
        "nginx:1.27, docker.io/library/nginx:1.27, nginx:1.27",
        "team/app, docker.io/team/app:latest, team/app:latest",
        "docker.io/nginx, docker.io/library/nginx:latest, nginx:latest",
        "index.docker.io/library/nginx, docker.io/library/nginx:latest, nginx:latest",
        "docker.io/library/a/b, docker.io/library/a/b:latest, library/a/b:latest",
        "localhost/app, localhost/app:latest, localhost/app:latest",
        "localhost:5000/app:2, localhost:5000/app:2, localhost:5000/app:2",
        "registry.example/a/b/c:v1, registry.example/a/b/c:v1, registry.example/a/b/c:v1",
        "127.0.0.1:5000/app, 127.0.0.1:5000/app:latest, 127.0.0.1:5000/app:latest",
        "[2001:db8::1]:5000/app, [2001:db8::1]:5000/app:latest, [2001:db8::1]:5000/app:latest",
        "mcr.microsoft.com/windows/nanoserver:ltsc2022,"
                + " mcr.microsoft.com/windows/nanoserver:ltsc2022,"
                + " mcr.microsoft.com/windows/nanoserver:ltsc2022",
        "Registry/app, Registry/app:latest, Registry/app:latest",
        "a--b/c__d.e_f:X_y.Z-1, docker.io/a--b/c__d.e_f:X_y.Z-1, a--b/c__d.e_f:X_y.Z-1",
        "foo:5000, docker.io/library/foo:5000, foo:5000",
    })
    void fillsInWhatDockerFillsIn(String given, String canonical, String familiar) {
        ImageReference reference = ImageReference.of(given);
        assertThat(reference).hasToString(canonical);
        assertThat(reference.familiar()).isEqualTo(familiar);
        assertThat(ImageReference.of(canonical)).isEqualTo(reference);
        assertThat(ImageReference.of(familiar)).isEqualTo(reference);
        assertThat(reference.digest()).isEmpty();
    }

    @Test
    void digestTakesThePlaceOfTheDefaultTag() {
        ImageReference reference = ImageReference.of("nginx@sha256:" + HEX);
        assertThat(reference.tag()).isEmpty();
        assertThat(reference.digest()).contains(Digest.of("sha256:" + HEX));
        assertThat(reference).hasToString("docker.io/library/nginx@sha256:" + HEX);
        assertThat(reference.withTag("2").toString()).isEqualTo("docker.io/library/nginx:2");
    }

    @Test
    void tagAndDigestAreBothKept() {
        ImageReference reference = ImageReference.of("r.example/a:1@sha256:" + HEX);
        assertThat(reference.tag()).contains("1");
        assertThat(reference).hasToString("r.example/a:1@sha256:" + HEX);
        assertThat(reference.repository()).isEqualTo("r.example/a");
        assertThat(reference.domain()).isEqualTo("r.example");
        assertThat(reference.path()).isEqualTo("a");
    }

    static Stream<Arguments> whatIsNoReference() {
        return Stream.of(
                arguments("", "empty"),
                arguments(" nginx", "lower-case letters"),
                arguments("nginx ", "lower-case letters"),
                arguments("nginx\n", "lower-case letters"),
                arguments("Nginx", "written in lower case: \"nginx\""),
                arguments("a/B", "written in lower case: \"b\""),
                arguments("nginx:", "tag"),
                arguments("nginx:-x", "tag"),
                arguments("nginx:a b", "tag"),
                arguments("nginx:" + "x".repeat(129), "tag"),
                arguments("nginx@", "no algorithm"),
                arguments("nginx@sha256:12", "64 lower-case hexadecimal digits"),
                arguments("nginx@md5:" + "a".repeat(32), "algorithm"),
                arguments("nginx@sha256:" + HEX.toUpperCase(java.util.Locale.ROOT), "64 lower"),
                arguments("nginx@sha256:" + HEX + "@sha256:" + HEX, "64 lower"),
                arguments(HEX, "image id"),
                arguments("/nginx", "lower-case letters"),
                arguments("nginx/", "lower-case letters"),
                arguments("a//b", "lower-case letters"),
                arguments("a/../b", "lower-case letters"),
                arguments("../b", "host name"),
                arguments("a/./b", "lower-case letters"),
                arguments("-a/b", "lower-case letters"),
                arguments("a___b", "lower-case letters"),
                arguments("a..b", "lower-case letters"),
                arguments("a.-b", "lower-case letters"),
                arguments("http://r.example/a", "port"),
                arguments("r.example:99999/a", "port"),
                arguments("r.example:/a", "port"),
                arguments("r..example/a", "host name"),
                arguments("-r.example/a", "host name"),
                arguments("[::zz]/a", "host name"),
                arguments("user@r.example/a", "no algorithm"),
                arguments("a?b", "lower-case letters"),
                arguments("a%2fb", "lower-case letters"),
                arguments("a\u0000b", "\"a\uFFFDb\""),
                arguments("ngin\u0445", "lower-case letters"),
                arguments("nginx:\u0661", "tag"),
                arguments("r.example/" + "a".repeat(256), "longer than 255"),
                arguments("a".repeat(2000), "longer than 1024"));
    }

    @ParameterizedTest
    @MethodSource("whatIsNoReference")
    void saysWhatIsWrong(String given, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageReference.of(given))
                .withMessageStartingWith("Not an image ")
                .withMessageContaining(why)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
    }

    @Test
    void longStrangeTextIsRefusedAtOnce() {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> {
                    for (String part : new String[] {"a-", "a_", "-", "a.", "/", ":", "@", "["}) {
                        String text = part.repeat(1000 / part.length()) + "!";
                        assertThatIllegalArgumentException()
                                .isThrownBy(() -> ImageReference.of(text));
                    }
                });
    }
}
