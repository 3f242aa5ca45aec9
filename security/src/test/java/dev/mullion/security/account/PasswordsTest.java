package dev.mullion.security.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.security.RefusedInputException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

class PasswordsTest {

    private final Passwords passwords =
            new Passwords(new Argon2PasswordEncoder(16, 32, 1, 19_456, 2));

    @Test
    void hashIsArgon2idWithTheParametersOwaspAsksFor() {
        var hash = passwords.accept("ada", "four unrelated words here");

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(hash).doesNotContain("unrelated");
    }

    @Test
    void samePasswordNeverHasTheSameHash() {
        assertThat(passwords.accept("ada", "four unrelated words here"))
                .isNotEqualTo(passwords.accept("ada", "four unrelated words here"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "elevenchars",
                "password1234",
                "PassWord1234",
                "administrator",
                "qwertyuiop123",
                "aaaaaaaaaaaaaaaa",
                "121212121212121212",
            })
    void weakOnesAreRefusedWithTheReason(String weak) {
        assertThatThrownBy(() -> passwords.accept("ada", weak))
                .isInstanceOfSatisfying(
                        RefusedInputException.class,
                        refused -> assertThat(refused.field()).isEqualTo("password"))
                .hasMessageMatching(".{10,}\\.");
    }

    @ParameterizedTest
    @CsvSource({
        "longadministrator, longadministrator",
        "longadministrator, LongAdministrator",
        "longadministrator, longadministrator1",
    })
    void theNameIsNoPassword(String username, String password) {
        assertThatThrownBy(() -> passwords.accept(username, password)).hasMessageContaining("name");
    }

    @Test
    void aMegabyteIsRefusedUnhashed() {
        assertThatThrownBy(() -> passwords.accept("ada", "ab3x9".repeat(200_000)))
                .hasMessageContaining("256");
        assertThat(passwords.matches(null, "x".repeat(1_000_000))).isFalse();
    }

    @Test
    void theSameTextFromAnotherKeyboardMatches() {
        var account = account(passwords.accept("ada", "Ünüsual wörds früh"));

        assertThat(passwords.matches(account, "U\u0308nu\u0308sual wo\u0308rds fru\u0308h"))
                .isTrue();
        assertThat(passwords.matches(account, "Unusual words fruh")).isFalse();
    }

    @Test
    void nobodysPasswordMatchesNothing() {
        assertThat(
                        passwords.matches(
                                null, "nobody has this password, it is only ever compared against"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "-ada", "ada lovelace", "аda", "ada\n", "../x", "<b>ada</b>"})
    void namesThatCouldFoolSomebodyAreNotTaken(String name) {
        assertThatThrownBy(() -> new Username(name)).isInstanceOf(RefusedInputException.class);
    }

    @Test
    void namesDifferByMoreThanCapitals() {
        assertThat(Username.of(" Ada.L ").key()).isEqualTo(Username.of("ada.l").key());
    }

    private static Account account(String hash) {
        return Account.person(Username.of("ada"), hash, Instant.EPOCH);
    }
}
