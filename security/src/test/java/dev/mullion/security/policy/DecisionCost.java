package dev.mullion.security.policy;

import dev.mullion.docker.Digest;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.ImageDetails;
import dev.mullion.docker.api.Resources;
import dev.mullion.security.Decision;
import dev.mullion.security.Permission;
import dev.mullion.security.Resource;
import dev.mullion.security.Trust;
import dev.mullion.security.access.AccessPath;
import dev.mullion.security.access.AccessSnapshot;
import dev.mullion.security.access.Binding;
import dev.mullion.security.access.KnownTenant;
import dev.mullion.security.access.Principal;
import dev.mullion.security.access.PrincipalKind;
import dev.mullion.security.access.ReadyRoles;
import dev.mullion.security.guardrail.Guardrail;
import dev.mullion.security.guardrail.Judgement;
import dev.mullion.security.guardrail.Placement;
import dev.mullion.security.guardrail.ResolvedImage;
import dev.mullion.security.guardrail.Surroundings;
import dev.mullion.security.guardrail.TargetHost;
import dev.mullion.security.guardrail.Workload;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** A portal of 500 tenants, 5,000 bindings and 200 rules, in which somebody launches something. */
@State(Scope.Thread)
public class DecisionCost {

    private static final int TENANTS = 500;
    private static final int BINDINGS = 5_000;
    private static final int PEOPLE = 2_000;
    private static final String HEX = "ab".repeat(32);
    private static final String IMAGE = "mcr.microsoft.com/windows/nanoserver@sha256:" + HEX;

    /** 20 rules; of them are 10 documents, each of a tenant and each of a stage of it. */
    private static final String DOCUMENT =
            """
            {"rules": {"isolation": "hyperv", "hostSharing": ["hyperv"], "user": "no-administrator",
             "privileges": "restricted", "hostPaths": [{"path": "C:\\\\data", "write": false}],
             "namedPipes": [], "devices": [], "credentialSpecs": [], "networks": ["nat", "overlay"],
             "networkOwners": "own", "networkAddresses": "automatic", "volumes": "own-stage",
             "images": ["mcr.microsoft.com/windows", "registry.example/team"],
             "imagePinning": "digest", "limits": ["memory", "processors"],
             "memoryBytes": 8589934592, "processors": 4, "processes": 100,
             "storageBytes": 53687091200, "logDrivers": ["json-file", "local"]}}
            """;

    private static final int WITH_POLICIES = 5;

    private final Random random = new Random(7);
    private final List<UUID> tenants = new ArrayList<>();
    private final List<UUID> people = new ArrayList<>();
    private final Instant now = Instant.parse("2030-06-01T12:00:00Z");
    private AccessSnapshot rights =
            AccessSnapshot.of(1, List.of(), List.of(), List.of(), List.of());
    private PolicyState policies = new PolicyState(Map.of(), Map.of());

    /** Fills the portal. */
    @Setup
    public void fill() {
        var subjects = new HashMap<UUID, PolicyState.Subject>();
        var documents = new HashMap<String, StoredPolicy>();
        for (int i = 0; i < TENANTS; i++) {
            var id = UUID.randomUUID();
            tenants.add(id);
            subjects.put(
                    id,
                    new PolicyState.Subject(
                            id, "tenant " + i, Trust.HOSTILE, Set.of(Stage.QA), false));
            if (i < WITH_POLICIES) {
                put(documents, new PolicyPlace.OfTenant(new TenantId(id)));
                put(documents, new PolicyPlace.OfStage(new TenantId(id), Stage.QA));
            }
        }
        policies = new PolicyState(documents, subjects);
        for (int i = 0; i < PEOPLE; i++) {
            people.add(UUID.randomUUID());
        }
        var bindings = new ArrayList<Binding>();
        for (int i = 0; i < BINDINGS; i++) {
            bindings.add(
                    new Binding(
                            UUID.randomUUID(),
                            people.get(i % PEOPLE),
                            ReadyRoles.all().get(6 + i % 6).id(),
                            AccessPath.ofStage(tenants.get(random.nextInt(TENANTS)), "qa"),
                            null,
                            null));
        }
        rights =
                AccessSnapshot.of(
                        1,
                        List.of(),
                        people.stream()
                                .map(id ->
                                        new Principal(
                                                id,
                                                PrincipalKind.PERSON,
                                                id.toString(),
                                                false,
                                                Set.of()))
                                .toList(),
                        bindings,
                        tenants.stream()
                                .map(id -> new KnownTenant(id, false, Set.of("qa")))
                                .toList());
    }

    private static void put(Map<String, StoredPolicy> documents, PolicyPlace place) {
        documents.put(
                place.key(), new StoredPolicy(place.key(), DOCUMENT, 1, Instant.EPOCH, "ada"));
    }

    /** May somebody launch in a tenant's stage, and may what they ask for be there? */
    @Benchmark
    public void bothJudges(Blackhole sink) {
        // every other time in one that has policies of its own
        var tenant = tenants.get(random.nextInt(random.nextBoolean() ? WITH_POLICIES : TENANTS));
        var id = new TenantId(tenant);
        Decision decision =
                rights.decide(
                        people.get(random.nextInt(PEOPLE)),
                        Permission.CONTAINER_CREATE,
                        Resource.at(id.at(Stage.QA).path() + "/hosts/" + tenant),
                        now);
        sink.consume(decision);
        var subject = policies.subject(tenant).orElseThrow();
        Judgement judgement = Guardrail.judge(workload(tenant), policies.at(subject, Stage.QA));
        sink.consume(judgement);
    }

    private Workload workload(UUID tenant) {
        return new Workload(
                new Placement(tenant, "qa", Trust.HOSTILE),
                new TargetHost(
                        tenant,
                        null,
                        TargetHost.HostSystem.WINDOWS,
                        Set.of(Isolation.PROCESS, Isolation.HYPERV),
                        Isolation.PROCESS,
                        null,
                        8,
                        List.of("C:\\ProgramData\\mullion"),
                        List.of()),
                CreateContainer.of(
                        ContainerConfig.builder(IMAGE).build(),
                        HostConfig.builder()
                                .isolation(
                                        random.nextBoolean() ? Isolation.HYPERV : Isolation.PROCESS)
                                .storageOpt(Map.of("size", "20G"))
                                .resources(
                                        Resources.builder()
                                                .memory(1L << 30)
                                                .nanoCpus(1_000_000_000)
                                                .build())
                                .build()),
                new ResolvedImage(
                        ImageDetails.builder()
                                .id(new Digest("sha256", HEX))
                                .repoDigests(List.of(IMAGE))
                                .os("windows")
                                .config(ContainerConfig.builder("").user("ContainerUser").build())
                                .build(),
                        true,
                        Set.of()),
                Surroundings.EMPTY,
                null);
    }
}
