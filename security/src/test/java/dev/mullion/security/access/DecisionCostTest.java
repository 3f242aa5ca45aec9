package dev.mullion.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.security.Permission;
import dev.mullion.security.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a decision costs in a portal of 500 tenants and 5,000 bindings. */
class DecisionCostTest {

    private static final int TENANTS = 500;
    private static final int BINDINGS = 5_000;
    private static final int PEOPLE = 2_000;

    @Test
    void ninetyFiveOfAHundredDecisionsTakeLessThanAMillisecond() {
        var random = new Random(5);
        var groups = principals(PrincipalKind.GROUP, 200, List.of(), random);
        var people = principals(PrincipalKind.PERSON, PEOPLE, groups, random);
        var tenants = new ArrayList<KnownTenant>();
        for (int i = 0; i < TENANTS; i++) {
            tenants.add(
                    new KnownTenant(UUID.randomUUID(), i % 50 == 0, Set.of("qa", "production")));
        }
        var bindings = new ArrayList<Binding>();
        for (int i = 0; i < BINDINGS; i++) {
            var tenant = tenants.get(random.nextInt(TENANTS)).id();
            var holder = i % 5 == 0 ? any(groups, random) : any(people, random);
            var role = ReadyRoles.all().get(6 + random.nextInt(6));
            var path =
                    random.nextBoolean()
                            ? AccessPath.ofTenant(tenant)
                            : AccessPath.ofStage(tenant, "qa");
            bindings.add(new Binding(UUID.randomUUID(), holder.id(), role.id(), path, null, null));
        }
        var principals = new ArrayList<>(people);
        principals.addAll(groups);
        var snapshot = AccessSnapshot.of(1, List.of(), principals, bindings, tenants);

        int decisions = 200_000;
        var nanos = new long[decisions];
        int allowed = 0;
        for (int i = 0; i < decisions; i++) {
            var person = any(people, random);
            // half of them where the person has something, or nearly everything would be refused
            var own = snapshot.inForce(person.id(), AccessWorld.NOW);
            var at =
                    own.isEmpty() || random.nextBoolean()
                            ? AccessPath.ofTenant(tenants.get(random.nextInt(TENANTS)).id())
                            : own.get(random.nextInt(own.size())).binding().path();
            var resource = Resource.at(at + "/containers/" + i);
            var permission = any(List.of(Permission.values()), random);
            long begin = System.nanoTime();
            var decision = snapshot.decide(person.id(), permission, resource, AccessWorld.NOW);
            nanos[i] = System.nanoTime() - begin;
            allowed += decision.allowed() ? 1 : 0;
        }

        var last = Arrays.copyOfRange(nanos, decisions / 2, decisions);
        Arrays.sort(last);
        var median = Duration.ofNanos(last[last.length / 2]);
        var p95 = Duration.ofNanos(last[last.length * 95 / 100]);
        System.out.printf(
                "decision with %,d tenants and %,d bindings: median %,d ns, p95 %,d ns, p99.9 %,d ns%n",
                TENANTS, BINDINGS, median.toNanos(), p95.toNanos(), last[last.length * 999 / 1000]);
        assertThat(allowed).isBetween(decisions / 20, decisions * 19 / 20);
        assertThat(p95).isLessThan(Duration.ofMillis(1));
    }

    private static List<Principal> principals(
            PrincipalKind kind, int many, List<Principal> groups, Random random) {
        var all = new ArrayList<Principal>();
        for (int i = 0; i < many; i++) {
            Set<UUID> in =
                    groups.isEmpty()
                            ? Set.of()
                            : new HashSet<>(
                                    List.of(any(groups, random).id(), any(groups, random).id()));
            all.add(new Principal(UUID.randomUUID(), kind, kind + " " + i, false, in));
        }
        return all;
    }

    private static <T> T any(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }
}
