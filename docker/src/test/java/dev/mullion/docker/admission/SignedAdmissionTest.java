package dev.mullion.docker.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.Isolation;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedAdmissionTest {

    private static final byte[] BODY = "{\"Image\":\"x\"}".getBytes(StandardCharsets.UTF_8);
    private static final AdmittedRequest REQUEST =
            AdmittedRequest.of("engine-1", "POST", "/v1.47/containers/create?name=web", BODY);
    private static final Instant EXPIRES = Instant.parse("2030-06-01T12:00:00Z");
    private static final String NONCE = "abcdefghijklmnopqrstuv";

    private KeyPair keys;
    private SignedAdmission admission;

    @BeforeEach
    void sign() throws GeneralSecurityException {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        admission =
                SignedAdmission.sign(keys.getPrivate(), REQUEST, Isolation.HYPERV, EXPIRES, NONCE);
    }

    @Test
    void itTravelsAsTextAndIsGoodForItsRequest() {
        var read = SignedAdmission.read(admission.toString());

        assertThat(read).isEqualTo(admission);
        assertThat(read.isBy(keys.getPublic(), REQUEST)).isTrue();
    }

    @Test
    void itIsGoodForNothingElse() throws GeneralSecurityException {
        var others =
                new AdmittedRequest[] {
                    AdmittedRequest.of("engine-2", "POST", REQUEST.target(), BODY),
                    AdmittedRequest.of("engine-1", "PUT", REQUEST.target(), BODY),
                    AdmittedRequest.of("engine-1", "POST", REQUEST.target() + "2", BODY),
                    AdmittedRequest.of("engine-1", "POST", REQUEST.target(), new byte[0]),
                };
        for (var other : others) {
            assertThat(admission.isBy(keys.getPublic(), other)).as("%s", other).isFalse();
        }
        var stranger = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
        assertThat(admission.isBy(stranger, REQUEST)).isFalse();
        var ofAnotherKind = KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();
        assertThat(admission.isBy(ofAnotherKind, REQUEST)).isFalse();
    }

    @Test
    void noPartOfItCanBeChanged() {
        var text = admission.toString();

        for (var changed :
                new String[] {
                    text.replace("hyperv", "process"),
                    text.replace(
                            Long.toString(EXPIRES.getEpochSecond()),
                            Long.toString(EXPIRES.getEpochSecond() + 1)),
                    text.replace(NONCE, NONCE.replace('a', 'b')),
                }) {
            assertThat(changed).isNotEqualTo(text);
            assertThat(SignedAdmission.read(changed).isBy(keys.getPublic(), REQUEST)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1", "v2 hyperv 1 a b", "v1 default 1 abcdefghijklmnopqrstuv x"})
    void whatIsNotInItsFormIsNone(String text) {
        assertThatThrownBy(() -> SignedAdmission.read(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingWithLineBreaksIsAdmitted() {
        var request = AdmittedRequest.of("engine-1\nPOST", "POST", "/x", BODY);

        assertThatThrownBy(() ->
                        SignedAdmission.sign(
                                keys.getPrivate(), request, Isolation.HYPERV, EXPIRES, NONCE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
