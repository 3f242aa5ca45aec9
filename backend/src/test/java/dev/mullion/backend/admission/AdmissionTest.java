package dev.mullion.backend.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.mullion.backend.Problem;
import dev.mullion.backend.host.Destination;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.testing.H2File;
import dev.mullion.backend.testing.HostPortal;
import dev.mullion.backend.testing.Problems;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.Mount;
import dev.mullion.docker.api.PortBinding;
import dev.mullion.docker.api.Resources;
import dev.mullion.security.NoSuchThingException;
import dev.mullion.security.ownership.Belonging;
import dev.mullion.security.ownership.OwnershipBook;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

class AdmissionTest {

    private static final String ASKED = "try it";
    private static final String PINNED = RecordingEngine.NANO + "@" + RecordingEngine.DIGEST;
    private static final TenantId HOSTILE = TenantId.random();
    private static final TenantId TRUSTED = TenantId.random();

    private static H2File database;
    private static HostPortal portal;
    private static RecordingEngine engine;
    private static HostId host;
    private static Admission admission;

    @BeforeAll
    static void start() throws Exception {
        database = H2File.create();
        engine = new RecordingEngine();
        portal = HostPortal.start(database);
        host = portal.addReady("win", engine.address());
        admission = portal.get(Admission.class);
        tenant(HOSTILE, "hostile");
        tenant(TRUSTED, "trusted");
    }

    private static void tenant(TenantId id, String trust) {
        var jdbc = portal.get(JdbcClient.class);
        jdbc.sql(
                        """
                        insert into tenant (id, name, name_key, trust, created_at)
                        values (:id, :name, :name, :name, current_timestamp)
                        """)
                .param("id", id.value())
                .param("name", trust)
                .update();
        jdbc.sql("insert into tenant_stage (tenant_id, stage) values (:id, 'qa')")
                .param("id", id.value())
                .update();
        jdbc.sql("update access_version set version = version + 1").update();
    }

    @AfterAll
    static void stop() {
        portal.close();
        engine.close();
        database.close();
    }

    @BeforeEach
    void nothingOfAnybodyIsThere() {
        engine.created.clear();
        var book = portal.get(OwnershipBook.class);
        book.forget(
                host.value(), book.on(host.value()).stream().map(Belonging::container).toList());
    }

    private static Destination of(TenantId tenant) {
        return new Destination(tenant, Stage.QA, host);
    }

    private static CreateContainer good(Isolation isolation) {
        return CreateContainer.of(
                ContainerConfig.builder(PINNED).build(),
                HostConfig.builder()
                        .isolation(isolation)
                        .storageOpt(Map.of("size", "20G"))
                        .resources(
                                Resources.builder()
                                        .memory(1L << 30)
                                        .nanoCpus(1_000_000_000)
                                        .build())
                        .build());
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 20_261_124, -99})
    void noAdmittedRequestOfAHostileTenantLacksHyperV(long seed) {
        var random = new Random(seed);
        int admitted = 0;
        int tries = 300;
        for (int i = 0; i < tries; i++) {
            var request = random(random);
            try {
                var passed = admission.admit(of(HOSTILE), request, ASKED);
                admitted++;
                assertThat(passed.request().hostConfig().isolation())
                        .as("%s", request)
                        .isEqualTo(Isolation.HYPERV);
                assertThat(passed.isolation()).isEqualTo(Isolation.HYPERV);
                assertThat(passed.request().hostConfig().binds()).isEmpty();
                assertThat(passed.request().hostConfig().privileged()).isFalse();
            } catch (Problem refused) {
                assertThat(refused.kind()).isIn(Problem.Kind.REFUSED, Problem.Kind.NOT_FOUND);
                if (refused.refused()) {
                    assertThat(refused.findings()).isNotEmpty();
                }
            }
        }
        assertThat(admitted).isBetween(tries / 20, tries * 19 / 20);
    }

    private static CreateContainer random(Random random) {
        var request = good(one(random, Isolation.values()));
        var hostConfig = request.hostConfig().toBuilder();
        var config = request.config().toBuilder();
        int changes = random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            switch (random.nextInt(9)) {
                case 0 -> hostConfig.privileged(random.nextBoolean());
                case 1 -> hostConfig.binds(List.of(one(random, "C:\\:C:\\x", "data:C:\\x")));
                case 2 ->
                        hostConfig.mounts(
                                List.of(
                                        Mount.of(
                                                one(random, "bind", "npipe", "volume"),
                                                one(random, "C:\\", "\\\\.\\pipe\\x", "v"),
                                                "C:\\in",
                                                false)));
                case 3 ->
                        hostConfig.networkMode(
                                one(random, "nat", "host", "none", "other", "container:x", "../x"));
                case 4 -> config.user(one(random, "ContainerUser", "SYSTEM", ""));
                case 5 -> config.image(one(random, PINNED, RecordingEngine.NANO, "gone:1"));
                case 6 -> config.labels(Map.of(one(random, "a", "mullion.a"), "b"));
                case 7 ->
                        hostConfig.portBindings(
                                Map.of("80/tcp", List.of(new PortBinding(null, "8080"))));
                default -> hostConfig.resources(Resources.builder().build());
            }
        }
        return new CreateContainer(config.build(), hostConfig.build(), null);
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static <T> T one(Random random, T... all) {
        return all[random.nextInt(all.length)];
    }

    @Test
    void whoLeavesTheChoiceGetsWhatPoliciesWantAndElseWhatTheHostWould() {
        assertThat(admission.admit(of(HOSTILE), good(Isolation.DEFAULT), ASKED).isolation())
                .isEqualTo(Isolation.HYPERV);
        var trusted = admission.admit(of(TRUSTED), good(Isolation.DEFAULT), ASKED);
        assertThat(trusted.isolation()).isEqualTo(Isolation.PROCESS);
        assertThat(trusted.request().hostConfig().isolation()).isEqualTo(Isolation.PROCESS);
        assertThat(trusted.image()).hasToString(RecordingEngine.IMAGE_ID);
    }

    @Test
    void consideringChangesNothingAndSaysWhatHolds() {
        var verdict = admission.consider(of(HOSTILE), good(Isolation.PROCESS), ASKED);

        assertThat(verdict.allowed()).isFalse();
        assertThat(verdict.findings()).extracting("rule").contains("isolation");
        assertThat(verdict.policy().levels()).hasSize(2);
        assertThat(engine.created).isEmpty();
    }

    @Test
    void thePlatformsOwnWorkIsJudgedLikeATrustedTenants() {
        var own = Destination.platform(host);
        assertThat(admission.admit(own, good(Isolation.PROCESS), ASKED)).isNotNull();

        var folder = with(List.of("C:\\data:C:\\data"), null);
        assertThat(Problems.of(() -> admission.admit(own, folder, ASKED)).findings())
                .extracting("rule")
                .containsExactly("hostPaths");
    }

    @Test
    void whatIsTheEnginesIsNobodys() {
        var folder = with(List.of("C:\\ProgramData\\mullion\\images:C:\\x"), null);

        assertThat(
                        Problems.of(() ->
                                        admission.admit(Destination.platform(host), folder, ASKED))
                                .findings())
                .extracting("rule")
                .contains("engine");
    }

    @Test
    void aContainerOfAnotherTenantIsNotJoined() {
        var theirs = "%064x".formatted(0xabcL);
        engine.created.put(
                theirs, JsonMapper.shared().readTree("{\"Image\":\"x\",\"HostConfig\":{}}"));
        portal.get(OwnershipBook.class)
                .enter(new Belonging(host.value(), theirs, HOSTILE, Stage.QA, null, Instant.EPOCH));
        var joining = with(List.of(), "container:" + theirs);

        assertThat(Problems.of(() -> admission.admit(of(TRUSTED), joining, ASKED)).findings())
                .extracting("rule")
                .contains("foreign");
        assertThat(admission.consider(of(HOSTILE), joining, ASKED).findings())
                .extracting("rule")
                .doesNotContain("foreign");
        assertThat(
                        Problems.of(() ->
                                        admission.admit(Destination.platform(host), joining, ASKED))
                                .findings())
                .extracting("rule")
                .contains("foreign");
    }

    @Test
    void aVolumeThatNobodyVouchesForIsNotMounted() {
        var named = with(List.of("data:C:\\data"), null);

        assertThat(Problems.of(() -> admission.admit(of(TRUSTED), named, ASKED)).findings())
                .extracting("rule")
                .containsExactly("foreign");
        assertThat(admission.admit(Destination.platform(host), named, ASKED)).isNotNull();
    }

    @Test
    void aTenantLearnsNothingOfNetworksThatAreNotItsOwn() {
        var there = with(List.of(), "their-network");
        var nowhere = with(List.of(), "no-network");

        assertThat(admission.consider(of(TRUSTED), there, ASKED).findings())
                .extracting("rule", "allowed")
                .isNotEmpty()
                .isEqualTo(
                        admission.consider(of(TRUSTED), nowhere, ASKED).findings().stream()
                                .map(found -> tuple(found.rule(), found.allowed()))
                                .toList());
        assertThat(admission.consider(Destination.platform(host), there, ASKED).findings())
                .isEmpty();
    }

    @Test
    void aHostThatDoesNotAnswerLetsNothingPass() throws Exception {
        HostId other;
        try (var gone = new RecordingEngine()) {
            other = portal.addReady("gone", gone.address());
        }
        var there = new Destination(TRUSTED, Stage.QA, other);

        var problem = Problems.of(() -> admission.admit(there, good(Isolation.HYPERV), ASKED));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.HOST_UNREACHABLE);
    }

    @Test
    void aTenantThatIsNotThereOrSuspendedRunsNothingNew() {
        assertThatThrownBy(
                        () -> admission.admit(of(TenantId.random()), good(Isolation.HYPERV), ASKED))
                .isInstanceOf(NoSuchThingException.class);
        var jdbc = portal.get(JdbcClient.class);
        jdbc.sql("update tenant set suspended_at = current_timestamp where id = :id")
                .param("id", TRUSTED.value())
                .update();
        jdbc.sql("update access_version set version = version + 1").update();
        try {
            assertThat(
                            Problems.of(() ->
                                            admission.admit(
                                                    of(TRUSTED), good(Isolation.HYPERV), ASKED))
                                    .kind())
                    .isEqualTo(Problem.Kind.CONFLICT);
        } finally {
            jdbc.sql("update tenant set suspended_at = null").update();
            jdbc.sql("update access_version set version = version + 1").update();
        }
    }

    private static CreateContainer with(List<String> binds, @Nullable String network) {
        var good = good(Isolation.PROCESS);
        return CreateContainer.of(
                good.config(),
                good.hostConfig().toBuilder().binds(binds).networkMode(network).build());
    }
}
