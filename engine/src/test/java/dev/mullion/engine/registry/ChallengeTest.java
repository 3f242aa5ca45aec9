package dev.mullion.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {

    @Test
    void readsAllChallengesOfAHeader() throws Exception {
        assertThat(
                        Challenge.parse(
                                "Bearer realm=\"https://a/t?x=1,2\",Service=\"a \\\"b\\\"\" , scope=x,"
                                        + " Basic realm=\"y\", Negotiate"))
                .isEqualTo(
                        List.of(
                                new Challenge(
                                        "bearer",
                                        Map.of(
                                                "realm", "https://a/t?x=1,2",
                                                "service", "a \"b\"",
                                                "scope", "x")),
                                new Challenge("basic", Map.of("realm", "y")),
                                new Challenge("negotiate", Map.of())));
        assertThat(Challenge.parse("")).isEmpty();
        assertThat(Challenge.parse("Basic")).containsExactly(new Challenge("basic", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer realm=\"open",
                "Bearer realm=",
                "Bearer realm=a realm=b",
                "Bearer realm=a,realm=b",
                "Bearer realm=\"a\"service=\"b\"",
                "=x",
                "Bearer realm=\"a\\"
            })
    void refusesWhatIsntInTheGrammar(String header) {
        assertThatThrownBy(() -> Challenge.parse(header))
                .isInstanceOf(RegistryException.class)
                .hasMessageStartingWith("The registry's WWW-Authenticate can't be read: ");
        assertThatThrownBy(() -> Challenge.parse("x".repeat(5000)))
                .hasMessageContaining("longer than 4096");
    }

    @ParameterizedTest
    @CsvSource({
        "https, registry.example, 443, http://proxy:3128",
        "http, registry.example, 80, http://plain:8080",
        "https, 127.0.0.1, 5000,",
        "https, localhost, 5000,",
        "https, inner.example, 443,",
        "https, deep.inner.example, 443,",
        "https, notinner.example, 443, http://proxy:3128",
        "https, 10.1.2.3, 443,",
        "https, 11.1.2.3, 443, http://proxy:3128",
        "https, port.example, 8443,",
        "https, port.example, 443, http://proxy:3128",
    })
    void proxiesAreTakenFromTheEnvironmentAsGoDoes(
            String scheme, String host, int port, String proxy) {
        EnvironmentProxies proxies =
                new EnvironmentProxies(
                        Map.of(
                                "HTTPS_PROXY", "http://proxy:3128",
                                "http_proxy", "plain:8080",
                                "NO_PROXY", "inner.example, 10.0.0.0/8,port.example:8443"));
        assertThat(proxies.between(scheme, host, port))
                .isEqualTo(proxy == null ? null : java.net.URI.create(proxy));
    }

    @Test
    void aProxyThatIsNoneIsSaidWithoutItsPassword() {
        EnvironmentProxies proxies =
                new EnvironmentProxies(Map.of("HTTPS_PROXY", "socks5://ann:secret@proxy"));
        assertThatThrownBy(() -> proxies.between("https", "registry.example", 443))
                .hasMessage("HTTPS_PROXY isn't http://HOST:PORT");
    }
}
