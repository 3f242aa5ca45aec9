package dev.mullion.security.signin;

import static dev.mullion.security.Visitor.location;
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
import dev.mullion.security.account.AccountService;
import dev.mullion.security.account.Accounts;
import dev.mullion.security.account.SetupService;
import dev.mullion.security.audit.AuditLog;
import dev.mullion.security.audit.AuditRecord;
import dev.mullion.security.audit.Phase;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(
        classes = TestPortal.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "server.forward-headers-strategy=native",
            "server.tomcat.remoteip.internal-proxies=127.0.0.0/8",
            "server.servlet.session.cookie.name=mullion-session",
            "server.servlet.session.cookie.same-site=lax"
        })
@ExtendWith(OutputCaptureExtension.class)
class SignInTest {

    private static final String PASSWORD = "four unrelated words here";
    private static final String SESSION = "mullion-session";

    @DynamicPropertySource
    static void data(DynamicPropertyRegistry registry) {
        TestPortal.privateData(registry);
    }

    @LocalServerPort int port;
    @Autowired SetupService setup;
    @Autowired SecurityProperties properties;
    @Autowired AccountService accountService;
    @Autowired Accounts accounts;
    @Autowired Callers callers;
    @Autowired AuditLog audit;
    @Autowired JdbcClient jdbc;
    @Autowired TestClock clock;

    @BeforeEach
    void administratorExistsAndNobodyHasTriedAnything() throws Exception {
        if (setup.needed()) {
            var secret = Files.readString(properties.dataDir().resolve("setup-secret"));
            setup.createAdministrator(secret, "Ada", PASSWORD);
        }
        clock.advance(Duration.ofHours(1));
    }

    @Test
    void nobodySeesAPageWithoutSigningIn() throws Exception {
        try (var visitor = new Visitor(port)) {
            assertThat(location(visitor.get("/who"))).isEqualTo("/login");
        }
    }

    @Test
    void signingInWorksWithAnyCapitalsOfTheName() throws Exception {
        try (var ada = new Visitor(port)) {
            assertThat(location(ada.signIn(" aDA ", PASSWORD))).isEqualTo("/");
            assertThat(ada.get("/who").body()).isEqualTo("Ada by PAGE from 127.0.0.1");
        }
    }

    @Test
    void theSessionGetsANewIdWithTheSignIn() throws Exception {
        try (var ada = new Visitor(port)) {
            ada.get("/login");
            var before = ada.cookie(SESSION).orElseThrow().getValue();

            ada.signIn("ada", PASSWORD);

            assertThat(ada.cookie(SESSION).orElseThrow().getValue()).isNotEqualTo(before);
            try (var thief = new Visitor(port)) {
                assertThat(location(thief.get("/who", "Cookie", SESSION + "=" + before)))
                        .isEqualTo("/login");
            }
        }
    }

    @Test
    void aFormWithoutItsTokenIsRefused() throws Exception {
        try (var ada = new Visitor(port)) {
            ada.get("/login");
            assertThat(ada.form("/login", "forged", "ada", PASSWORD).statusCode()).isEqualTo(403);
            ada.signIn("ada", PASSWORD);
            assertThat(ada.post("/change", "x").statusCode()).isEqualTo(403);
            assertThat(ada.post("/logout", "").statusCode()).isEqualTo(403);
            assertThat(ada.get("/who").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void cookiesAreOutOfReachOfScriptsAndOfOtherSites() throws Exception {
        try (var ada = new Visitor(port)) {
            var page = ada.get("/login");
            var answer = ada.form("/login", page.body(), "ada", PASSWORD);

            assertThat(cookies(answer.headers().allValues("Set-Cookie"), SESSION))
                    .contains("HttpOnly", "SameSite=Lax")
                    .doesNotContain("Secure");
            assertThat(cookies(answer.headers().allValues("Set-Cookie"), DeviceCookies.NAME))
                    .contains("HttpOnly", "SameSite=Strict", "Path=/login")
                    .doesNotContain("Secure");
        }
    }

    @Test
    void cookiesAreSecureWhenTheWayIsTls() throws Exception {
        try (var ada = new Visitor(port)) {
            var page = ada.get("/login");
            var answer =
                    ada.form("/login", page.body(), "ada", PASSWORD, "X-Forwarded-Proto", "https");

            assertThat(cookies(answer.headers().allValues("Set-Cookie"), SESSION))
                    .contains("Secure");
            assertThat(cookies(answer.headers().allValues("Set-Cookie"), DeviceCookies.NAME))
                    .contains("Secure");
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
        }
    }

    @Test
    void wrongPasswordAndUnknownNameGetTheSameAnswer() throws Exception {
        try (var eve = new Visitor(port)) {
            assertThat(location(eve.signIn("ada", "wrong password"))).isEqualTo("/login?error");
            assertThat(location(eve.signIn("nobody", "wrong password"))).isEqualTo("/login?error");
        }
    }

    @Test
    void unknownNamesAreThrottledJustAsKnownOnes() throws Exception {
        assertThat(triesUntilThrottled("ada", "10.1.0.")).isEqualTo(11);
        assertThat(triesUntilThrottled("nobody", "10.2.0.")).isEqualTo(11);
    }

    @Test
    void guessingDoesNotLockTheOwnerOutOfABrowserThatIsKnown() throws Exception {
        try (var ada = new Visitor(port);
                var elsewhere = new Visitor(port)) {
            ada.signIn("ada", PASSWORD);
            triesUntilThrottled("ada", "10.3.0.");

            assertThat(location(elsewhere.signIn("ada", PASSWORD))).matches("/login\\?wait=\\d+");
            assertThat(location(ada.signIn("ada", PASSWORD))).isEqualTo("/");

            // and from elsewhere it works again after a short while
            clock.advance(Duration.ofSeconds(31));
            assertThat(location(elsewhere.signIn("ada", PASSWORD))).isEqualTo("/");
        }
    }

    @Test
    void anInventedDeviceCookieHelpsNobody() throws Exception {
        triesUntilThrottled("ada", "10.4.0.");
        try (var eve = new Visitor(port)) {
            var token = eve.get("/login").body();
            var session = eve.cookie(SESSION).orElseThrow().getValue();
            try (var forging = new Visitor(port)) {
                var answer =
                        forging.form(
                                "/login",
                                token,
                                "ada",
                                PASSWORD,
                                "Cookie",
                                SESSION
                                        + "="
                                        + session
                                        + "; "
                                        + DeviceCookies.NAME
                                        + "="
                                        + "A".repeat(43));
                assertThat(location(answer)).startsWith("/login?wait=");
            }
        }
    }

    @Test
    void signingOutEndsTheSession() throws Exception {
        try (var ada = new Visitor(port)) {
            ada.signIn("ada", PASSWORD);
            var token = ada.get("/login").body();

            ada.form("/logout", token, "", "");

            assertThat(location(ada.get("/who"))).isEqualTo("/login");
            assertThat(audit.newest(1))
                    .singleElement()
                    .satisfies(record -> {
                        assertThat(record.action()).isEqualTo("signout");
                        assertThat(record.accountName()).isEqualTo("Ada");
                    });
        }
    }

    @Test
    void anIdleSessionEndsThoughThePageStaysOpen() throws Exception {
        try (var ada = new Visitor(port)) {
            ada.signIn("ada", PASSWORD);
            for (int i = 0; i < 3; i++) {
                clock.advance(Duration.ofMinutes(25));
                ada.get("/who?v-r=heartbeat");
            }

            assertThat(location(ada.get("/who"))).isEqualTo("/login");
        }
    }

    @Test
    void aBusySessionLastsUntilTheAbsoluteLimit() throws Exception {
        try (var ada = new Visitor(port)) {
            ada.signIn("ada", PASSWORD);
            for (int i = 0; i < 23; i++) {
                clock.advance(Duration.ofMinutes(30));
                assertThat(ada.get("/who").statusCode()).isEqualTo(200);
            }

            clock.advance(Duration.ofMinutes(31));

            assertThat(location(ada.get("/who"))).isEqualTo("/login");
        }
    }

    @Test
    void anotherPasswordEndsTheOtherSessionsAndForgetsTheBrowsers() throws Exception {
        var changed = "five other unrelated words here";
        try (var ada = new Visitor(port)) {
            ada.signIn("ada", PASSWORD);

            asAda(() -> accountService.changePassword(PASSWORD, changed));
            try {
                assertThat(location(ada.get("/who"))).isEqualTo("/login");
                assertThat(location(ada.signIn("ada", PASSWORD))).isEqualTo("/login?error");
                assertThat(jdbc.sql("select count(*) from known_device").query(Long.class).single())
                        .isZero();
            } finally {
                asAda(() -> accountService.changePassword(changed, PASSWORD));
            }
        }
    }

    @Test
    void anotherPasswordNeedsTheOneBeforeAndMayBeTriedAFewTimesOnly() {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> asAda(() -> accountService.changePassword("guess", PASSWORD)))
                    .isInstanceOfSatisfying(
                            RefusedInputException.class,
                            refused -> assertThat(refused.field()).isEqualTo("current"));
        }
        assertThatThrownBy(() -> asAda(() -> accountService.changePassword(PASSWORD, "x")))
                .hasMessageContaining("Wait");
    }

    @Test
    void everySignInIsOnRecordWithoutWhatWasTyped(CapturedOutput output) throws Exception {
        var newest = audit.newest(1).get(0).position();
        try (var ada = new Visitor(port)) {
            ada.signIn("ada", "wrong-canary-5521");
            ada.signIn("typed-my-password-canary-5522", "x");
            ada.signIn("ada", PASSWORD);
        }

        var records =
                audit.newest(10).stream()
                        .filter(record -> record.position() > newest)
                        .toList()
                        .reversed();
        assertThat(records)
                .extracting(AuditRecord::phase)
                .containsExactly(Phase.REFUSED, Phase.REFUSED, Phase.ATTEMPT, Phase.SUCCEEDED);
        assertThat(records)
                .extracting(AuditRecord::accountName)
                .containsExactly("Ada", "anonymous", "Ada", "Ada");
        assertThat(records).extracting(AuditRecord::address).containsOnly("127.0.0.1");
        assertThat(records).extracting(AuditRecord::requestId).doesNotContainNull();
        assertThat(records.toString()).doesNotContain("canary");
        assertThat(output.getAll()).doesNotContain("canary").doesNotContain(PASSWORD);
        assertThat(jdbc.sql("script").query(String.class).list().toString())
                .doesNotContain(PASSWORD)
                .doesNotContain("canary");
    }

    @Test
    void theSignInPageIsOursAndNotTheFrameworks() throws Exception {
        try (var visitor = new Visitor(port)) {
            assertThat(visitor.get("/login").body()).doesNotContain("<form");
        }
    }

    @Test
    void noAccountExistsThatNobodyMade() {
        assertThat(accounts.findAll()).extracting("username").containsExactly("Ada");
    }

    private int triesUntilThrottled(String name, String addresses) throws Exception {
        for (int i = 1; i <= 20; i++) {
            try (var eve = new Visitor(port)) {
                // each from an address of its own, so that the account's count is what stops it
                var token = eve.get("/login").body();
                var answer =
                        eve.form("/login", token, name, "guess", "X-Forwarded-For", addresses + i);
                if (location(answer).startsWith("/login?wait=")) {
                    return i;
                }
            }
        }
        throw new AssertionError("20 wrong passwords for " + name + " were let through");
    }

    private void asAda(Runnable work) {
        UUID id = accounts.findByUsernameKey("ada").orElseThrow().id();
        callers.<@Nullable Void, RuntimeException>runAs(
                new Caller(id, "Ada", Door.PAGE, "127.0.0.1"),
                () -> {
                    work.run();
                    return null;
                });
    }

    private static String cookies(List<String> headers, String name) {
        return headers.stream()
                .filter(header -> header.startsWith(name + "="))
                .reduce((first, second) -> second)
                .orElse("no cookie " + name);
    }
}
