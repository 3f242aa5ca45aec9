package dev.mullion.frontend.overview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.backend.activity.Activity;
import dev.mullion.backend.activity.ActivityId;
import dev.mullion.backend.activity.ActivityState;
import dev.mullion.backend.activity.Progress;
import dev.mullion.backend.container.ContainerKey;
import dev.mullion.backend.container.ContainerRow;
import dev.mullion.backend.container.ContainerStatus;
import dev.mullion.backend.host.Host;
import dev.mullion.backend.host.HostFacts;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostState;
import dev.mullion.backend.host.HostStatus;
import dev.mullion.backend.host.HostView;
import dev.mullion.docker.ContainerId;
import dev.mullion.docker.HostAddress;
import dev.mullion.docker.Isolation;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AttentionItemTest {

    private static final Instant NOW = Instant.parse("2026-11-23T20:00:00Z");
    private static final HostId HOST = HostId.random();

    @Test
    void hostsThatAreAwayComeFirstThenWhatIsBrokenThenWhatAils() {
        List<AttentionItem> items =
                AttentionItem.of(
                        List.of(host("good", HostState.READY), host("lost", HostState.UNREACHABLE)),
                        List.of(
                                container('a', "ailing", ContainerStatus.UNHEALTHY, false),
                                container('b', "broken", ContainerStatus.FAILED, false)),
                        List.of(failedPull()));
        assertThat(items)
                .extracting(AttentionItem::name)
                .containsExactly("lost", "broken", "ailing", "Pull nginx:nope");
    }

    @Test
    void containersOfALostHostAreNotToldOneByOne() {
        List<AttentionItem> items =
                AttentionItem.of(
                        List.of(host("lost", HostState.UNREACHABLE)),
                        List.of(container('a', "web", ContainerStatus.FAILED, true)),
                        List.of());
        assertThat(items).extracting(AttentionItem::name).containsExactly("lost");
    }

    @Test
    void reasonAndPlaceToGoAreNamed() {
        AttentionItem item =
                AttentionItem.of(
                                List.of(),
                                List.of(container('a', "web", ContainerStatus.FAILED, false)),
                                List.of())
                        .getFirst();
        assertThat(item.why()).isEqualTo("Exited (1) 2 hours ago · on build-7");
        assertThat(item.path()).isEqualTo("containers/" + HOST + "." + "a".repeat(64));
    }

    @Test
    void totalsCountProcessorsAndMemoryOnlyOfHostsThatAnswer() {
        Totals totals =
                Totals.of(
                        List.of(
                                host("good", HostState.READY),
                                host("lost", HostState.UNREACHABLE)));
        assertThat(totals).isEqualTo(new Totals(2, 1, 8, 2000, 4, 8L << 30));
    }

    private static HostView host(String name, HostState state) {
        HostFacts facts =
                new HostFacts(
                        "Docker Engine",
                        "29.0",
                        "1.52",
                        "linux",
                        "Debian",
                        null,
                        "6.1",
                        "amd64",
                        4,
                        8L << 30,
                        "overlay2",
                        List.of(),
                        List.of(),
                        false);
        return new HostView(
                new Host(
                        HostId.random(),
                        name,
                        HostAddress.of("tcp://h:2375"),
                        new TreeMap<>(),
                        NOW),
                new HostStatus(state, NOW, null, null, null),
                facts,
                7,
                3,
                4,
                1000);
    }

    private static ContainerRow container(
            char id, String name, ContainerStatus status, boolean stale) {
        return new ContainerRow(
                new ContainerKey(HOST, ContainerId.of(String.valueOf(id).repeat(64))),
                name,
                "nginx:latest",
                status,
                "Exited (1) 2 hours ago",
                Isolation.PROCESS,
                "build-7",
                List.of(),
                NOW,
                new TreeMap<>(),
                null,
                null,
                stale);
    }

    private static Activity failedPull() {
        return new Activity(
                new ActivityId(UUID.randomUUID()),
                "image.pull",
                "Pull nginx:nope",
                HOST.path(),
                "anna",
                null,
                NOW,
                NOW,
                NOW,
                ActivityState.FAILED,
                Progress.saying(""),
                "There is no such tag.");
    }
}
