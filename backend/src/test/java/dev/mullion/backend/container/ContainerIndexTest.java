package dev.mullion.backend.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.backend.Page;
import dev.mullion.backend.Problem;
import dev.mullion.backend.container.ContainerQuery.Sort;
import dev.mullion.backend.host.HostInventory;
import dev.mullion.backend.host.TestInventory;
import dev.mullion.backend.testing.Problems;
import dev.mullion.security.Sight;
import dev.mullion.security.ownership.Belonging;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContainerIndexTest {

    private static final Sight EVERYTHING = new Sight(place -> true);

    @Test
    void tenThousandContainersAreListedInTheTwinklingOfAnEye() {
        HostInventory inventory = TestInventory.of(10, 1000);
        ContainerIndex index = new ContainerIndex(inventory, key -> Optional.empty());
        ContainerQuery byName = query("", Set.of(), Sort.NAME, false, 5000, 50);
        ContainerQuery searched =
                query(
                        "service-3 team-4",
                        Set.of(ContainerStatus.RUNNING),
                        Sort.CREATED,
                        true,
                        0,
                        50);
        long first = nanos(() -> index.list(byName, EVERYTHING));

        long[] sorted = new long[40];
        long[] filtered = new long[40];
        long[] rebuilt = new long[10];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = nanos(() -> index.list(byName, EVERYTHING));
            filtered[i] = nanos(() -> index.list(searched, EVERYTHING));
        }
        for (int i = 0; i < rebuilt.length; i++) {
            TestInventory.age(inventory);
            rebuilt[i] = nanos(() -> index.list(byName, EVERYTHING));
        }

        System.out.printf(
                "10,000 containers: first %.1f ms, sorted by name %.1f ms, searched and filtered"
                        + " %.1f ms, all hosts changed %.1f ms (medians)%n",
                first / 1e6, median(sorted), median(filtered), median(rebuilt));
        assertThat(index.list(byName, EVERYTHING).total()).isEqualTo(10_000);
        assertThat(index.list(searched, EVERYTHING).items()).isNotEmpty();
    }

    @Test
    void pagesJoinToTheWholeListWhateverTheOrder() {
        ContainerIndex index =
                new ContainerIndex(TestInventory.of(3, 100), key -> Optional.empty());
        for (Sort sort : Sort.values()) {
            for (boolean descending : List.of(false, true)) {
                List<ContainerKey> joined = new ArrayList<>();
                for (int offset = 0; offset < 300; offset += 70) {
                    index.list(query("", Set.of(), sort, descending, offset, 70), EVERYTHING)
                            .items()
                            .forEach(row -> joined.add(row.key()));
                }
                assertThat(joined).hasSize(300);
                assertThat(new HashSet<>(joined)).hasSize(300);
                assertThat(
                                index.list(
                                                query("", Set.of(), sort, descending, 0, 300),
                                                EVERYTHING)
                                        .items())
                        .extracting(ContainerRow::key)
                        .isEqualTo(joined);
            }
        }
    }

    @Test
    void wordsAreFoundInNameImageIdHostAndLabelsInAnyCase() {
        ContainerIndex index = new ContainerIndex(TestInventory.of(2, 20), key -> Optional.empty());

        assertThat(find(index, "REPLICA-7 HOST-1")).hasSize(1);
        assertThat(find(index, "stage=qa")).hasSize(40);
        assertThat(find(index, "service:3 exited")).isEmpty();
        assertThat(find(index, "  ")).hasSize(40);
        String id = find(index, "replica-7 host-1").getFirst().key().id().toString();
        assertThat(find(index, id)).hasSize(1);
    }

    @Test
    void everybodyFindsWhatTheySeeAndNothingElse() {
        var red = new TenantId(new UUID(0, 1));
        var blue = new TenantId(new UUID(0, 2));
        HostInventory inventory = TestInventory.of(2, 30);
        ContainerIndex all = new ContainerIndex(inventory, key -> Optional.empty());
        Map<ContainerKey, Belonging> owners = new HashMap<>();
        all.list(ContainerQuery.all(), EVERYTHING)
                .items()
                .forEach(row -> {
                    int number = owners.size() + 1;
                    if (number <= 20) {
                        owners.put(
                                row.key(),
                                new Belonging(
                                        row.key().host().value(),
                                        row.key().id().hex(),
                                        number <= 15 ? red : blue,
                                        number % 2 == 0 ? Stage.QA : Stage.PRODUCTION,
                                        null,
                                        Instant.EPOCH));
                    }
                });
        ContainerIndex index =
                new ContainerIndex(inventory, key -> Optional.ofNullable(owners.get(key)));
        Sight redQa = new Sight(place -> place.path().equals(red.at(Stage.QA).path()));
        Sight hosts = new Sight(place -> place.path().startsWith("/hosts/"));

        assertThat(index.list(ContainerQuery.all(), redQa))
                .satisfies(page -> assertThat(page.total()).isEqualTo(7))
                .satisfies(page ->
                        assertThat(page.items())
                                .allMatch(row ->
                                        red.equals(row.tenant()) && row.stage() == Stage.QA));
        assertThat(index.list(ContainerQuery.all(), hosts).items())
                .hasSize(40)
                .allMatch(row -> row.tenant() == null && row.stage() == null);
        assertThat(index.list(of(blue, null), EVERYTHING).total()).isEqualTo(5);
        assertThat(index.list(of(blue, null), redQa).total()).isZero();
        assertThat(index.list(of(red, Stage.PRODUCTION), EVERYTHING).total()).isEqualTo(8);
    }

    private static ContainerQuery of(TenantId tenant, @Nullable Stage stage) {
        return new ContainerQuery(
                "", Set.of(), Set.of(), null, tenant, stage, Sort.NAME, false, 0, 1000);
    }

    @Test
    void aPageThatCanNotBeIsRefused() {
        assertThat(Problems.of(() -> query("", Set.of(), Sort.NAME, false, -1, 10)).kind())
                .isEqualTo(Problem.Kind.INVALID);
        assertThat(
                        Problems.of(() -> query("", Set.of(), Sort.NAME, false, 0, Page.MOST + 1))
                                .field())
                .contains("limit");
        ContainerIndex index = new ContainerIndex(TestInventory.of(1, 5), key -> Optional.empty());
        assertThat(
                        index.list(
                                        query(
                                                "",
                                                Set.of(),
                                                Sort.NAME,
                                                false,
                                                Integer.MAX_VALUE,
                                                1000),
                                        EVERYTHING)
                                .items())
                .isEmpty();
    }

    private static List<ContainerRow> find(ContainerIndex index, String text) {
        return index.list(query(text, Set.of(), Sort.NAME, false, 0, 1000), EVERYTHING).items();
    }

    private static ContainerQuery query(
            String text,
            Set<ContainerStatus> statuses,
            Sort sort,
            boolean descending,
            int offset,
            int limit) {
        return new ContainerQuery(
                text, Set.of(), statuses, null, null, null, sort, descending, offset, limit);
    }

    private static long nanos(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    private static double median(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / 1e6;
    }
}
