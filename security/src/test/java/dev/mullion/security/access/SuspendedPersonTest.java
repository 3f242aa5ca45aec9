package dev.mullion.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.security.TestPortal;
import dev.mullion.security.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(classes = TestPortal.class, webEnvironment = WebEnvironment.RANDOM_PORT)
class SuspendedPersonTest extends AccessStory {

    @LocalServerPort int port;

    @Test
    void theirSessionsEndAndTheyCannotSignInUntilTheyMayGoOn() throws Exception {
        var eve = somebody("eve");
        try (var browser = new Visitor(port)) {
            browser.signIn(eve.name(), PASSWORD);
            assertThat(browser.get("/who").body()).startsWith(eve.name());

            as(owner, () -> people.suspend(id(eve)));

            assertThat(Visitor.location(browser.get("/who"))).isEqualTo("/login");
            assertThat(Visitor.location(browser.signIn(eve.name(), PASSWORD)))
                    .isEqualTo("/login?error");
            assertThat(audit.newest(1).getFirst().detail()).isEqualTo("the account is suspended");

            as(owner, () -> people.resume(id(eve)));
            browser.signIn(eve.name(), PASSWORD);
            assertThat(browser.get("/who").body()).startsWith(eve.name());
        }
    }

    @Test
    void aProgramsAccountCannotBeSignedInWith() throws Exception {
        var service = as(owner, () -> people.createService("ci-" + System.nanoTime()));
        try (var browser = new Visitor(port)) {
            assertThat(Visitor.location(browser.signIn(service.username(), PASSWORD)))
                    .isEqualTo("/login?error");
            assertThat(Visitor.location(browser.signIn(service.username(), "")))
                    .isEqualTo("/login?error");
        }
    }
}
