package dev.mullion.frontend.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.api.DockerJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DB_PASSWORD", "MYSQL_PASS", "API_TOKEN", "AWS_SECRET_ACCESS_KEY", "SSH_KEY",
                "PGPASSWORD", "apiKey", "BASIC_AUTH", "SENTRY_DSN", "client-secret"
            })
    void likelySecretsAreMasked(String name) {
        assertThat(SecretNames.shown(name, "hunter2")).isEqualTo(SecretNames.MASK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PATH",
                "HOME",
                "AUTHOR",
                "org.opencontainers.image.authors",
                "KEYBOARD",
                "COMPASS",
                "PWA_MODE"
            })
    void ordinaryNamesAreNot(String name) {
        assertThat(SecretNames.shown(name, "value")).isEqualTo("value");
    }

    @Test
    void aPasswordInAnAddressIsMasked() {
        assertThat(SecretNames.shown("DATABASE_URL", "postgres://app:s3cret@db/app"))
                .isEqualTo("postgres://app:" + SecretNames.MASK + "@db/app");
    }

    @Test
    void secretsAreMaskedWhereverTheyStandInADocument() {
        String json =
                "{\"Config\":{\"Env\":[\"A=1\",\"DB_PASSWORD=hunter2\"],\"Cmd\":[\"--token=hunter2\"],"
                        + "\"Labels\":{\"db.password\":\"hunter2\"}}}";

        String masked = SecretNames.masked(DockerJson.mapper().readTree(json)).toString();

        assertThat(masked).doesNotContain("hunter2").contains("A=1", "DB_PASSWORD=");
    }
}
