package dev.mullion.tests.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.tests.SharedWorld;
import dev.mullion.tests.World;
import dev.mullion.tests.browser.Doorway;
import dev.mullion.tests.portal.Operator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A thousand containers that come and go, and fifty people who scroll through them. Prints figures
 * (the aim is below 300 ms for the first rows) and asserts only that everybody saw rows: how fast a
 * machine is, a test can't promise.
 */
@ExtendWith(SharedWorld.class)
class ManyContainersTest {

    private static final int CONTAINERS = 1_000;
    private static final int PEOPLE = 50;
    private static final int SCROLLS = 6;
    private static final int CHANGES_A_SECOND = 20;

    private final World world;
    private final Operator operator;

    ManyContainersTest(World world) {
        this.world = world;
        this.operator = new Operator(world.api());
    }

    @Test
    void fiftyPeopleScrollThroughAThousandContainers() throws Exception {
        try (SimulatedHost simulated = SimulatedHost.start(CONTAINERS);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String host = operator.addHost("simulated", simulated.address());
            operator.until(
                    "/containers?limit=1&host=" + host,
                    list -> list.path("total").asInt() == CONTAINERS);
            simulated.churn(CHANGES_A_SECOND);
            List<PageVisitor> people = new ArrayList<>();
            for (int person = 0; person < PEOPLE; person++) {
                PageVisitor visitor = new PageVisitor(world.portal().address());
                visitor.signIn(Doorway.NAME, Doorway.PASSWORD);
                people.add(visitor);
            }
            people.getFirst().open("containers"); // the first view of a page loads its classes

            List<Duration> alone = new ArrayList<>();
            for (int again = 0; again < 20; again++) {
                alone.add(shown(people.getFirst().open("containers")));
            }
            print(Figures.of("page's first rows, one person", alone));

            ConcurrentLinkedQueue<Duration> first = new ConcurrentLinkedQueue<>();
            ConcurrentLinkedQueue<Duration> scrolls = new ConcurrentLinkedQueue<>();
            List<Callable<Boolean>> visits = new ArrayList<>();
            for (PageVisitor person : people) {
                visits.add(() -> first.add(shown(person.open("containers"))));
            }
            finish(threads, visits);
            print(Figures.of("page's first rows, 50 people at the same moment", first));

            List<Callable<Boolean>> tours = new ArrayList<>();
            for (PageVisitor person : people) {
                tours.add(() -> {
                    for (int scroll = 1; scroll <= SCROLLS; scroll++) {
                        scrolls.add(shown(person.scrollTo(scroll * 150)));
                    }
                    return true;
                });
            }
            finish(threads, tours);
            print(Figures.of("next rows, 50 people scrolling without pause", scrolls));

            ConcurrentLinkedQueue<Duration> lists = new ConcurrentLinkedQueue<>();
            List<Callable<Boolean>> scripts = new ArrayList<>();
            for (int script = 0; script < PEOPLE; script++) {
                scripts.add(() -> lists.add(listed(host)));
            }
            for (int round = 0; round < 4; round++) {
                finish(threads, scripts);
            }
            print(Figures.of("REST list of 100, 50 scripts at once", lists));
            world.api().delete("/hosts/" + host).ok();
        }
    }

    private Duration listed(String host) {
        long start = System.nanoTime();
        int rows =
                world.api()
                        .get("/containers?offset=400&limit=100&host=" + host)
                        .json()
                        .path("items")
                        .size();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(rows).isEqualTo(100);
        return took;
    }

    private static Duration shown(PageVisitor.Timed visit) {
        assertThat(visit.shown()).contains("-worker-");
        return visit.took();
    }

    private static void finish(ExecutorService threads, List<Callable<Boolean>> work)
            throws Exception {
        for (Future<Boolean> each : threads.invokeAll(work)) {
            assertThat(each.get()).isTrue();
        }
    }

    private static void print(Figures figures) {
        System.out.println("[figures] " + figures);
    }
}
