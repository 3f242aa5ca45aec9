package dev.mullion.security.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.security.Auditable;
import dev.mullion.security.Audited;
import dev.mullion.security.Caller;
import dev.mullion.security.Callers;
import dev.mullion.security.Door;
import dev.mullion.security.Permission;
import dev.mullion.security.RefusedException;
import dev.mullion.security.Requires;
import dev.mullion.security.Resource;
import dev.mullion.security.TestPortal;
import dev.mullion.security.Unguarded;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.annotation.Transactional;

@SpringBootTest(classes = TestPortal.class)
@Import(ServiceGuardTest.Cellar.class)
@ExtendWith(OutputCaptureExtension.class)
class ServiceGuardTest {

    private static final String CANARY = "canary-7f3a-secret";

    @DynamicPropertySource
    static void data(DynamicPropertyRegistry registry) {
        TestPortal.privateData(registry);
    }

    record Bottle(String id, String secret) implements Resource, Auditable {
        @Override
        public String path() {
            return "/bottles/" + id;
        }

        @Override
        public String auditText() {
            return "bottle " + id;
        }
    }

    /** A service as the portal's are. */
    @Service
    static class Cellar {

        private final AtomicInteger calls = new AtomicInteger();

        @Unguarded("the test counts by it")
        public int calls() {
            return calls.get();
        }

        @Requires(Permission.HOST_READ)
        public int read(Bottle bottle) {
            return calls.incrementAndGet();
        }

        @Requires(Permission.HOST_UPDATE)
        public Resource change(String password, Bottle bottle) {
            calls.incrementAndGet();
            return Resource.at("/bottles/new");
        }

        @Requires(Permission.HOST_UPDATE)
        public void label(Bottle bottle, @Audited("label") String label, String password) {
            calls.incrementAndGet();
        }

        @Transactional
        @Requires(Permission.HOST_REMOVE)
        public void fail(Bottle bottle) {
            calls.incrementAndGet();
            throw new IllegalStateException("The bottle\nis \u001b[31mstuck");
        }

        @Unguarded("anybody may smell")
        public String smell() {
            return "cork";
        }
    }

    @Autowired Cellar cellar;
    @Autowired Callers callers;
    @Autowired AuditLog audit;
    @Autowired JdbcClient jdbc;
    @Autowired ApplicationContext context;

    private final Bottle bottle = new Bottle("b1", CANARY);
    private final Caller stranger = new Caller(UUID.randomUUID(), "eve", Door.API, "10.6.6.6");

    @Test
    void aChangeIsRecordedBeforeAndAfter() {
        var before = count();

        callers.runAs(Caller.system(), () -> cellar.change(CANARY, bottle));

        var records = since(before);
        assertThat(records)
                .extracting(AuditRecord::phase)
                .containsExactly(Phase.ATTEMPT, Phase.SUCCEEDED);
        assertThat(records)
                .extracting(AuditRecord::callId)
                .hasSize(2)
                .containsOnly(records.get(0).callId());
        assertThat(records).extracting(AuditRecord::resource).containsOnly("/bottles/b1");
        assertThat(records).extracting(AuditRecord::action).containsOnly("host.update");
        assertThat(records)
                .extracting(AuditRecord::detail)
                .containsExactly("bottle b1", "/bottles/new");
    }

    @Test
    void whatWasDoneIsRecordedWhereTheServiceSaysSoAndNothingElse() {
        var before = count();

        callers.<Object, RuntimeException>runAs(
                Caller.system(),
                () -> {
                    cellar.label(bottle, "red\nwine", CANARY);
                    return bottle;
                });

        assertThat(since(before))
                .extracting(AuditRecord::detail)
                .containsExactly("bottle b1; label red wine", null);
    }

    @Test
    void readingIsNotRecorded() {
        var before = count();

        callers.runAs(Caller.system(), () -> cellar.read(bottle));

        assertThat(since(before)).isEmpty();
    }

    @Test
    void aFailureStaysOnRecordThoughItsTransactionIsUndone() {
        var before = count();

        assertThatThrownBy(() ->
                        callers.<@Nullable Void, RuntimeException>runAs(
                                Caller.system(),
                                () -> {
                                    cellar.fail(bottle);
                                    return null;
                                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(since(before))
                .extracting(AuditRecord::phase)
                .containsExactly(Phase.ATTEMPT, Phase.FAILED);
        assertThat(since(before).get(1).detail()).isEqualTo("The bottle is [31mstuck");
    }

    @Test
    void whoMayNotIsStoppedBeforeTheBodyAndOnRecord() {
        var before = count();
        var calls = cellar.calls();

        assertThatThrownBy(() -> callers.runAs(stranger, () -> cellar.change(CANARY, bottle)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("eve")
                .hasMessageContaining("/bottles/b1");

        assertThat(cellar.calls()).isEqualTo(calls);
        assertThat(since(before))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.phase()).isEqualTo(Phase.REFUSED);
                    assertThat(record.accountId()).isEqualTo(stranger.accountId());
                    assertThat(record.address()).isEqualTo("10.6.6.6");
                    assertThat(record.door()).isEqualTo("API");
                });
    }

    @Test
    void withoutAuditNothingIsChanged() {
        var calls = cellar.calls();
        jdbc.sql("alter table audit_record rename to audit_elsewhere").update();
        try {
            assertThatThrownBy(() ->
                            callers.runAs(Caller.system(), () -> cellar.change(CANARY, bottle)))
                    .isInstanceOf(AuditUnavailableException.class)
                    .hasMessageContaining("host.update");
        } finally {
            jdbc.sql("alter table audit_elsewhere rename to audit_record").update();
        }
        assertThat(cellar.calls()).isEqualTo(calls);
    }

    @Test
    void secretsOfArgumentsAreInNeitherAuditNorLog(CapturedOutput output) {
        callers.runAs(Caller.system(), () -> cellar.change(CANARY, bottle));
        assertThatThrownBy(() -> callers.runAs(stranger, () -> cellar.change(CANARY, bottle)))
                .isInstanceOf(RefusedException.class);

        assertThat(audit.newest(1000).toString()).doesNotContain(CANARY);
        assertThat(output.getAll()).doesNotContain(CANARY);
    }

    @Test
    void everyServiceOfThisModuleAsksForAPermission() {
        assertThat(publicMethodsOfServices())
                .isNotEmpty()
                .allSatisfy(method ->
                        assertThat(
                                        method.isAnnotationPresent(Requires.class)
                                                || method.isAnnotationPresent(Unguarded.class))
                                .as(method.toString())
                                .isTrue());
    }

    @Test
    void somebodyWithoutRightsIsRefusedByEveryGuardedMethod() {
        var guarded =
                publicMethodsOfServices().stream()
                        .filter(method -> method.isAnnotationPresent(Requires.class))
                        .toList();
        assertThat(guarded).hasSizeGreaterThanOrEqualTo(7);

        for (var caller : List.of(stranger, Caller.anonymous(Door.PAGE, "10.6.6.7"))) {
            for (var method : guarded) {
                assertThatThrownBy(() -> callers.runAs(caller, () -> call(method)))
                        .as(caller.name() + " calls " + method)
                        .isInstanceOf(InvocationTargetException.class)
                        .hasCauseInstanceOf(RefusedException.class);
            }
        }
    }

    private @Nullable Object call(Method method) throws ReflectiveOperationException {
        var arguments = Arrays.stream(method.getParameterTypes()).map(this::argument).toArray();
        return method.invoke(context.getBean(method.getDeclaringClass()), arguments);
    }

    private @Nullable Object argument(Class<?> type) {
        if (type == Bottle.class) {
            return bottle;
        }
        if (type == int.class) {
            return 1;
        }
        if (type == long.class) {
            return 1L;
        }
        return null;
    }

    private List<Method> publicMethodsOfServices() {
        var methods = new ArrayList<Method>();
        for (var bean : context.getBeansWithAnnotation(Service.class).values()) {
            Arrays.stream(AopUtils.getTargetClass(bean).getDeclaredMethods())
                    .filter(method -> Modifier.isPublic(method.getModifiers()))
                    .filter(method -> !method.isSynthetic() && !method.isBridge())
                    .forEach(methods::add);
        }
        return methods;
    }

    private long count() {
        return audit.newest(1).stream().mapToLong(AuditRecord::position).max().orElse(0);
    }

    private List<AuditRecord> since(long id) {
        return audit.newest(100).stream()
                .filter(record -> record.position() > id)
                .toList()
                .reversed();
    }
}
