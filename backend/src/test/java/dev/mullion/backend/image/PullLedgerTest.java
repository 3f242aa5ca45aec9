package dev.mullion.backend.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.backend.Problem;
import dev.mullion.backend.activity.Step;
import dev.mullion.docker.api.DockerJson;
import dev.mullion.docker.api.PullProgress;
import dev.mullion.docker.client.EngineRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullLedgerTest {

    private final PullLedger ledger = new PullLedger("web:1");

    private void take(String... lines) {
        for (var line : lines) {
            ledger.take(DockerJson.mapper().readValue(line, PullProgress.class));
        }
    }

    @Test
    void anEngineThatTellsOfLayersWithoutEndFillsNoMemory() {
        for (int i = 0; i < 2_000; i++) {
            take("{\"status\":\"Pulling fs layer\",\"id\":\"%d\"}".formatted(i));
        }
        take("{\"status\":\"Pull complete\",\"id\":\"0\"}");

        assertThat(ledger.progress().message()).endsWith("1 of 500 layers complete");
    }

    @Test
    void theTotalIsUnknownUntilEveryLayerToldItsSize() {
        take(
                "{\"status\":\"Pulling from library/web\",\"id\":\"1\"}",
                "{\"status\":\"Pulling fs layer\",\"id\":\"aaa\"}",
                "{\"status\":\"Pulling fs layer\",\"id\":\"bbb\"}",
                "{\"status\":\"Downloading\",\"id\":\"aaa\",\"progressDetail\":{\"current\":10,\"total\":100}}");
        assertThat(ledger.progress().current()).isEqualTo(10);
        assertThat(ledger.progress().total()).isZero();
        assertThat(ledger.progress().steps())
                .containsExactly(
                        new Step("aaa", "downloading", 10, 100), new Step("bbb", "waiting", 0, 0));
        take(
                "{\"status\":\"Downloading\",\"id\":\"bbb\",\"progressDetail\":{\"current\":1,\"total\":50}}");
        assertThat(ledger.progress().current()).isEqualTo(11);
        assertThat(ledger.progress().total()).isEqualTo(150);
    }

    @Test
    void extractingDoesNotTakeBackWhatWasDownloaded() {
        take(
                "{\"status\":\"Pulling fs layer\",\"id\":\"aaa\"}",
                "{\"status\":\"Downloading\",\"id\":\"aaa\",\"progressDetail\":{\"current\":60,\"total\":100}}",
                "{\"status\":\"Download complete\",\"id\":\"aaa\",\"progressDetail\":{}}",
                "{\"status\":\"Extracting\",\"id\":\"aaa\",\"progressDetail\":{\"current\":5,\"total\":100}}");
        assertThat(ledger.progress().current()).isEqualTo(100);
        assertThat(ledger.progress().steps())
                .containsExactly(new Step("aaa", "extracting", 5, 100));
        assertThat(ledger.progress().message())
                .isEqualTo("Downloading and extracting web:1: 0 of 1 layers complete");
        take("{\"status\":\"Pull complete\",\"id\":\"aaa\",\"progressDetail\":{}}");
        assertThat(ledger.progress().steps())
                .containsExactly(new Step("aaa", "complete", 100, 100));
    }

    @Test
    void layersThatTheHostHadCountAsDone() {
        take("{\"status\":\"Already exists\",\"id\":\"aaa\",\"progressDetail\":{}}");
        assertThat(ledger.progress().steps()).containsExactly(new Step("aaa", "present", 0, 0));
        assertThat(ledger.progress().message()).contains("1 of 1 layers");
    }

    @Test
    void theEndSaysWhatCameOfIt() {
        assertThat(ledger.concluded()).isFalse();
        take(
                "{\"status\":\"Digest: sha256:abc\"}",
                "{\"status\":\"Status: Downloaded newer image for web:1\"}");
        assertThat(ledger.concluded()).isTrue();
        assertThat(ledger.outcome()).isEqualTo("Pulled web:1 (sha256:abc).");
    }

    @Test
    void anImageThatWasThereIsSaidToBe() {
        take("{\"status\":\"Status: Image is up to date for web:1\"}");
        assertThat(ledger.outcome()).isEqualTo("web:1 was there already, and is up to date.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    write /var/lib/docker/tmp/x: no space left on device                             | HOST_REFUSED | disk is full
                    manifest for r:5000/web:2 not found: manifest unknown: manifest unknown          | NOT_FOUND    | no such tag
                    pull access denied for nosuch, repository does not exist or may require 'docker login' | NOT_FOUND | no such repository
                    Head "https://r:5000/v2/web/manifests/1": no basic auth credentials              | HOST_REFUSED | wants to know who asks
                    Get "https://r:5000/v2/": dial tcp 10.0.0.1:5000: connect: connection refused    | HOST_REFUSED | can't reach the registry
                    Get "https://r:5000/v2/": http: server gave HTTP response to HTTPS client        | HOST_REFUSED | plain HTTP
                    tls: failed to verify certificate: x509: certificate signed by unknown authority | HOST_REFUSED | doesn't trust
                    toomanyrequests: You have reached your pull rate limit                           | HOST_REFUSED | no more for now
                    no matching manifest for linux/arm64/v8 in the manifest list entries             | INVALID      | platform
                    """)
    void everyUsualFailureIsToldInPlainWordsWithTheEnginesOwn(
            String words, Problem.Kind kind, String because) {
        var problem =
                PullProblems.of("pull web", new EngineRefusedException("pull web", 500, words))
                        .orElseThrow();
        assertThat(problem.kind()).isEqualTo(kind);
        assertThat(problem.because()).contains(because).contains(words);
        assertThat(problem.remedy()).isNotBlank();
    }

    @Test
    void anUnknownFailureIsLeftToTheGeneralWords() {
        assertThat(PullProblems.of("pull web", new EngineRefusedException("pull web", 500, "boom")))
                .isEmpty();
    }
}
