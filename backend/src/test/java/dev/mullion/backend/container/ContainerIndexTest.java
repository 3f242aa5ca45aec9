package dev.mullion.backend.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.backend.Page;
import dev.mullion.backend.Problem;
import dev.mullion.backend.container.ContainerQuery.Sort;
import dev.mullion.backend.host.HostInventory;
import dev.mullion.backend.host.TestInventory;
import dev.mullion.backend.testing.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContainerIndexTest {

    @Test
    void tenThousandContainersAreListedInTheTwinklingOfAnEye() {
        HostInventory inventory = TestInventory.of(10, 1000);
        ContainerIndex index = new ContainerIndex(inventory);
        ContainerQuery byName = query("", Set.of(), Sort.NAME, false, 5000, 50);
        ContainerQuery searched =
                query(
                        "service-3 team-4",
                        Set.of(ContainerStatus.RUNNING),
                        Sort.CREATED,
                        true,
                        0,
                        50);
        long first = nanos(() -> index.list(byName));

        long[] sorted = new long[40];
        long[] filtered = new long[40];
        long[] rebuilt = new long[10];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = nanos(() -> index.list(byName));
            filtered[i] = nanos(() -> index.list(searched));
        }
        for (int i = 0; i < rebuilt.length; i++) {
            TestInventory.age(inventory);
            rebuilt[i] = nanos(() -> index.list(byName));
        }

        System.out.printf(
                "10,000 containers: first %.1f ms, sorted by name %.1f ms, searched and filtered"
                        + " %.1f ms, all hosts changed %.1f ms (medians)%n",
                first / 1e6, median(sorted), median(filtered), median(rebuilt));
        assertThat(index.list(byName).total()).isEqualTo(10_000);
        assertThat(index.list(searched).items()).isNotEmpty();
    }

    @Test
    void pagesJoinToTheWholeListWhateverTheOrder() {
        ContainerIndex index = new ContainerIndex(TestInventory.of(3, 100));
        for (Sort sort : Sort.values()) {
            for (boolean descending : List.of(false, true)) {
                List<ContainerKey> joined = new ArrayList<>();
                for (int offset = 0; offset < 300; offset += 70) {
                    index.list(query("", Set.of(), sort, descending, offset, 70))
                            .items()
                            .forEach(row -> joined.add(row.key()));
                }
                assertThat(joined).hasSize(300);
                assertThat(new HashSet<>(joined)).hasSize(300);
                assertThat(index.list(query("", Set.of(), sort, descending, 0, 300)).items())
                        .extracting(ContainerRow::key)
                        .isEqualTo(joined);
            }
        }
    }

    @Test
    void wordsAreFoundInNameImageIdHostAndLabelsInAnyCase() {
        ContainerIndex index = new ContainerIndex(TestInventory.of(2, 20));

        assertThat(find(index, "REPLICA-7 HOST-1")).hasSize(1);
        assertThat(find(index, "stage=qa")).hasSize(40);
        assertThat(find(index, "service:3 exited")).isEmpty();
        assertThat(find(index, "  ")).hasSize(40);
        String id = find(index, "replica-7 host-1").getFirst().key().id().toString();
        assertThat(find(index, id)).hasSize(1);
    }

    @Test
    void aPageThatCanNotBeIsRefused() {
        assertThat(Problems.of(() -> query("", Set.of(), Sort.NAME, false, -1, 10)).kind())
                .isEqualTo(Problem.Kind.INVALID);
        assertThat(
                        Problems.of(() -> query("", Set.of(), Sort.NAME, false, 0, Page.MOST + 1))
                                .field())
                .contains("limit");
        ContainerIndex index = new ContainerIndex(TestInventory.of(1, 5));
        assertThat(
                        index.list(query("", Set.of(), Sort.NAME, false, Integer.MAX_VALUE, 1000))
                                .items())
                .isEmpty();
    }

    private static List<ContainerRow> find(ContainerIndex index, String text) {
        return index.list(query(text, Set.of(), Sort.NAME, false, 0, 1000)).items();
    }

    private static ContainerQuery query(
            String text,
            Set<ContainerStatus> statuses,
            Sort sort,
            boolean descending,
            int offset,
            int limit) {
        return new ContainerQuery(text, Set.of(), statuses, null, sort, descending, offset, limit);
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
