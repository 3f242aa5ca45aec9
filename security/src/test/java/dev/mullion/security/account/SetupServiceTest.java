package dev.mullion.security.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.security.Caller;
import dev.mullion.security.Callers;
import dev.mullion.security.Door;
import dev.mullion.security.RefusedInputException;
import dev.mullion.security.SecurityProperties;
import dev.mullion.security.TestClock;
import dev.mullion.security.TestPortal;
import dev.mullion.security.ThrottledException;
import dev.mullion.security.access.AccessBook;
import dev.mullion.security.audit.AuditLog;
import dev.mullion.security.audit.AuditRecord;
import dev.mullion.security.audit.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(classes = TestPortal.class)
@ExtendWith(OutputCaptureExtension.class)
class SetupServiceTest {

    private static final String PASSWORD = "four unrelated words here";

    @DynamicPropertySource
    static void data(DynamicPropertyRegistry registry) {
        TestPortal.privateData(registry);
    }

    @Autowired Callers callers;
    @Autowired Accounts accounts;
    @Autowired Passwords passwords;
    @Autowired SetupSecret secret;
    @Autowired AuditLog audit;
    @Autowired JdbcClient jdbc;
    @Autowired AccessBook book;
    @Autowired TestClock clock;
    @Autowired SecurityProperties properties;

    SetupService setup;
    Path file;

    /** A portal that was just started for the first time. */
    @BeforeEach
    void start() {
        jdbc.sql("delete from account").update();
        jdbc.sql("delete from portal_setup").update();
        file = properties.dataDir().resolve("setup-secret");
        setup = freshService();
        setup.afterSingletonsInstantiated();
    }

    @Test
    void secretIsReadableByItsOwnerOnlyAndLoggedOnce(CapturedOutput output) throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(output.getAll()).containsOnlyOnce(text());
    }

    @Test
    void rightSecretMakesTheAdministratorAndIsGone() throws Exception {
        var text = text();

        create(text.toLowerCase(Locale.ROOT).replace("-", " "), "ada", PASSWORD);

        assertThat(setup.needed()).isFalse();
        assertThat(file).doesNotExist();
        assertThat(accounts.findByUsernameKey("ada"))
                .hasValueSatisfying(account -> {
                    assertThat(passwords.matches(account, PASSWORD)).isTrue();
                    assertThat(book.snapshot().inForce(account.id(), clock.instant()))
                            .extracting(holding -> holding.grant().words())
                            .containsExactly("Platform Owner at /");
                });
        assertThatThrownBy(() -> create(text, "eve", PASSWORD))
                .isInstanceOf(RefusedInputException.class);
        assertThat(accounts.count()).isEqualTo(1);
    }

    @Test
    void refusedNameOrPasswordLeavesTheSecretUsable() throws Exception {
        assertThatThrownBy(() -> create(text(), "a b", PASSWORD))
                .isInstanceOfSatisfying(
                        RefusedInputException.class,
                        refused -> assertThat(refused.field()).isEqualTo("username"));
        assertThatThrownBy(() -> create(text(), "ada", "short"))
                .isInstanceOfSatisfying(
                        RefusedInputException.class,
                        refused -> assertThat(refused.field()).isEqualTo("password"));

        create(text(), "ada", PASSWORD);

        assertThat(accounts.count()).isEqualTo(1);
    }

    @Test
    void wrongSecretsHaveToWait() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> create("GUESS-GUESS", "eve", PASSWORD))
                    .isInstanceOf(RefusedInputException.class);
        }
        assertThatThrownBy(() -> create(text(), "ada", PASSWORD))
                .isInstanceOf(ThrottledException.class);

        clock.advance(Duration.ofSeconds(12));
        create(text(), "ada", PASSWORD);

        assertThat(accounts.count()).isEqualTo(1);
        assertThat(audit.newest(100))
                .filteredOn(record -> record.phase() == Phase.REFUSED)
                .hasSizeGreaterThanOrEqualTo(5)
                .extracting(AuditRecord::detail)
                .contains("wrong one-time secret");
    }

    @Test
    void ofManyAtOnceExactlyOneWins() throws Exception {
        var text = text();
        int many = 8;
        var together = new CyclicBarrier(many);
        // Services of their own, as if they were portals of their own on one database: only the
        // database is left to keep them apart.
        Callable<Boolean> attempt =
                () -> {
                    var own = freshService();
                    together.await();
                    try {
                        create(own, text, "admin" + Thread.currentThread().threadId(), PASSWORD);
                        return true;
                    } catch (RefusedInputException lost) {
                        return false;
                    }
                };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results =
                    threads.invokeAll(IntStream.range(0, many).mapToObj(_ -> attempt).toList());
            long winners = 0;
            for (var result : results) {
                winners += result.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        }
        assertThat(accounts.count()).isEqualTo(1);
    }

    @Test
    void secretLeftByACrashIsRemovedOnTheNextStart() throws Exception {
        create(text(), "ada", PASSWORD);
        Files.writeString(file, "left over");

        freshService().afterSingletonsInstantiated();

        assertThat(file).doesNotExist();
    }

    private SetupService freshService() {
        return new SetupService(callers, accounts, passwords, secret, audit, jdbc, book, clock);
    }

    private String text() throws Exception {
        return Files.readString(file).strip();
    }

    private void create(String given, String username, String password) {
        create(setup, given, username, password);
    }

    private void create(SetupService service, String given, String username, String password) {
        callers.<@Nullable Void, RuntimeException>runAs(
                Caller.anonymous(Door.PAGE, "10.0.0.1"),
                () -> {
                    service.createAdministrator(given, username, password);
                    return null;
                });
    }
}
