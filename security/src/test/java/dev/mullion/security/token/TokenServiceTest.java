package dev.mullion.security.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.security.Caller;
import dev.mullion.security.Callers;
import dev.mullion.security.Door;
import dev.mullion.security.RefusedInputException;
import dev.mullion.security.SecurityProperties;
import dev.mullion.security.TestClock;
import dev.mullion.security.TestPortal;
import dev.mullion.security.Visitor;
import dev.mullion.security.access.AccessBook;
import dev.mullion.security.account.Accounts;
import dev.mullion.security.account.SetupService;
import dev.mullion.security.audit.AuditLog;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(classes = TestPortal.class, webEnvironment = WebEnvironment.RANDOM_PORT)
class TokenServiceTest {

    private static final String PASSWORD = "four unrelated words here";

    @DynamicPropertySource
    static void data(DynamicPropertyRegistry registry) {
        TestPortal.privateData(registry);
    }

    @LocalServerPort int port;
    @Autowired SetupService setup;
    @Autowired SecurityProperties properties;
    @Autowired TokenService tokens;
    @Autowired Accounts accounts;
    @Autowired AccessBook book;
    @Autowired Callers callers;
    @Autowired AuditLog audit;
    @Autowired JdbcClient jdbc;
    @Autowired TestClock clock;

    @BeforeEach
    void administratorWithoutTokens() throws Exception {
        if (setup.needed()) {
            var secret = Files.readString(properties.dataDir().resolve("setup-secret"));
            setup.createAdministrator(secret, "ada", PASSWORD);
        }
        jdbc.sql("delete from api_token").update();
    }

    @Test
    void aTokenOpensTheApiInItsOwnersName() throws Exception {
        var token = make(Duration.ofDays(90));
        try (var client = new Visitor(port)) {
            var answer = client.get("/api/v1/who", "Authorization", "Bearer " + token.text());

            assertThat(answer.body()).isEqualTo("ada by API from 127.0.0.1");
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void changesThroughTheApiNeedNoFormToken() throws Exception {
        var token = make(Duration.ofDays(90));
        try (var client = new Visitor(port)) {
            assertThat(
                            client.post(
                                            "/api/v1/change",
                                            "",
                                            "Authorization",
                                            "bearer " + token.text())
                                    .body())
                    .isEqualTo("changed");
        }
    }

    @Test
    void aTokenOpensNoPage() throws Exception {
        var token = make(Duration.ofDays(90));
        try (var client = new Visitor(port)) {
            assertThat(client.get("/who", "Authorization", "Bearer " + token.text()).statusCode())
                    .isEqualTo(302);
        }
    }

    @Test
    void aPagesSessionOpensNoApi() throws Exception {
        try (var ada = new Visitor(port)) {
            ada.signIn("ada", PASSWORD);
            assertThat(ada.get("/who").statusCode()).isEqualTo(200);
            assertThat(ada.get("/api/v1/who").statusCode()).isEqualTo(401);
            assertThat(ada.post("/api/v1/change", "").statusCode()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer mullion_",
                "Bearer mullion_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "Bearer ' or 1=1 --",
                "Basic YWRhOmZvdXIgdW5yZWxhdGVkIHdvcmRzIGhlcmU=",
                "mullion_x",
            })
    void anythingElseIsRefusedWithAProblem(String header) throws Exception {
        try (var client = new Visitor(port)) {
            var answer = client.get("/api/v1/who", "Authorization", header);

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("application/problem+json");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
            assertThat(answer.body()).contains("Authorization: Bearer", "\"status\":401");
        }
    }

    @Test
    void aTokenInTheAddressIsNoToken() throws Exception {
        var token = make(Duration.ofDays(90));
        try (var client = new Visitor(port)) {
            assertThat(client.get("/api/v1/who?access_token=" + token.text()).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void aTokenStopsWorkingWhenItExpires() throws Exception {
        var token = make(Duration.ofDays(1));
        clock.advance(Duration.ofDays(1).minusSeconds(1));
        assertThat(tokens.caller(token.text(), null)).isPresent();

        clock.advance(Duration.ofSeconds(1));

        assertThat(tokens.caller(token.text(), null)).isEmpty();
        assertThat(mine().getFirst().expired(clock.instant())).isTrue();
    }

    @Test
    void aTokenStopsWorkingWhenItIsRevoked() throws Exception {
        var token = make(Duration.ofDays(90));

        asAda(() -> {
            tokens.revoke(token.token().id());
            return null;
        });

        assertThat(tokens.caller(token.text(), null)).isEmpty();
        assertThatThrownBy(() ->
                        asAda(() -> {
                            tokens.revoke(token.token().id());
                            return null;
                        }))
                .isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void onlyItsFingerprintIsKept() throws Exception {
        var token = make(Duration.ofDays(90));

        var database = jdbc.sql("script").query(String.class).list().toString();

        assertThat(token.text()).matches("mullion_[A-Za-z0-9_-]{43}");
        assertThat(database)
                .doesNotContain(token.text())
                .doesNotContain(token.text().substring("mullion_".length()));
        assertThat(audit.newest(100).toString())
                .contains(token.token().id().toString())
                .doesNotContain(token.text());
        assertThat(token.toString()).doesNotContain(token.text());
    }

    @Test
    void tokensNeverRepeat() throws Exception {
        var texts = new HashSet<String>();
        for (int i = 0; i < 50; i++) {
            texts.add(make(Duration.ofDays(1)).text());
        }
        assertThat(texts).hasSize(50);
    }

    @Test
    void useIsNotedOnceAMinute() throws Exception {
        var token = make(Duration.ofDays(90));
        assertThat(mine().getFirst().lastUsedAt()).isNull();

        tokens.caller(token.text(), null);
        var first = mine().getFirst().lastUsedAt();
        clock.advance(Duration.ofSeconds(30));
        tokens.caller(token.text(), null);
        assertThat(mine().getFirst().lastUsedAt()).isEqualTo(first);

        clock.advance(Duration.ofSeconds(31));
        tokens.caller(token.text(), null);
        assertThat(mine().getFirst().lastUsedAt()).isEqualTo(clock.instant());
    }

    @Test
    void namesAndValidityHaveBounds() {
        assertThatThrownBy(() -> asAda(() -> tokens.create(" ", Duration.ofDays(1))))
                .isInstanceOf(RefusedInputException.class);
        assertThatThrownBy(() -> asAda(() -> tokens.create("x".repeat(101), Duration.ofDays(1))))
                .isInstanceOf(RefusedInputException.class);
        assertThatThrownBy(() -> asAda(() -> tokens.create("x", Duration.ofDays(366))))
                .hasMessageContaining("365");
        assertThatThrownBy(() -> asAda(() -> tokens.create("x", Duration.ZERO)))
                .isInstanceOf(RefusedInputException.class);
    }

    @Test
    void aTokenOfAnAccountThatIsGoneIsWorthless() throws Exception {
        var grace = UUID.randomUUID();
        book.change(before ->
                jdbc.sql(
                                """
                                insert into account (id, username, username_key, password_hash,
                                    created_at, password_changed_at, version)
                                values (:id, 'grace', 'grace', '-', current_timestamp,
                                    current_timestamp, 0)
                                """)
                        .param("id", grace)
                        .update());
        var caller = new Caller(grace, "grace", Door.PAGE, "127.0.0.1");
        var token = callers.runAs(caller, () -> tokens.create("x", Duration.ofDays(1)));
        assertThat(tokens.caller(token.text(), null)).isPresent();

        jdbc.sql("delete from account where id = :id").param("id", grace).update();

        assertThat(tokens.caller(token.text(), null)).isEmpty();
    }

    private NewToken make(Duration validity) throws Exception {
        return asAda(() -> tokens.create("nightly build", validity));
    }

    private List<ApiToken> mine() throws Exception {
        return asAda(tokens::mine);
    }

    private <T extends @Nullable Object, X extends Exception> T asAda(Callers.Work<T, X> work)
            throws X {
        var ada = accounts.findByUsernameKey("ada").orElseThrow();
        return callers.runAs(new Caller(ada.id(), "ada", Door.PAGE, "127.0.0.1"), work);
    }
}
