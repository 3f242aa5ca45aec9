package dev.mullion.backend.host;

import dev.mullion.backend.live.LiveChanges;
import dev.mullion.docker.ContainerId;
import dev.mullion.docker.HostAddress;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.ContainerSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Fills an inventory without any host, for what is about the inventory alone. */
public final class TestInventory {

    private TestInventory() {}

    public static HostInventory of(int hosts, int containersEach) {
        HostInventory inventory = new HostInventory(new LiveChanges());
        for (int h = 0; h < hosts; h++) {
            Host host =
                    new Host(
                            HostId.random(),
                            "host-" + h,
                            HostAddress.of("tcp://127.0.0.1:" + (h + 1)),
                            new TreeMap<>(),
                            Instant.EPOCH);
            inventory.add(HostSnapshot.unseen(host, HostStatus.connecting(Instant.EPOCH)));
            List<SeenContainer> seen = containers(h, containersEach);
            inventory.update(host.id(), snapshot -> snapshot.withContainers(seen));
        }
        return inventory;
    }

    /** Has every container of a host grow older, as a complete look does. */
    public static void age(HostInventory inventory) {
        for (HostSnapshot snapshot : inventory.all()) {
            inventory.update(
                    snapshot.host().id(),
                    now -> now.withContainers(new ArrayList<>(now.containers()).reversed()));
        }
    }

    private static List<SeenContainer> containers(int host, int count) {
        List<SeenContainer> seen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seen.add(
                    new SeenContainer(
                            new ContainerSummary(
                                    ContainerId.of(String.format("%064x", host * 100_000L + i)),
                                    List.of("/service-" + i % 97 + "-replica-" + i),
                                    "registry.example/team-" + i % 13 + "/service:" + i % 7,
                                    null,
                                    "run",
                                    1_700_000_000L + i * 61L % 9973,
                                    List.of(),
                                    Map.of("team", "team-" + i % 13, "stage", "qa"),
                                    i % 5 == 0 ? "exited" : "running",
                                    i % 5 == 0 ? "Exited (1) 2 hours ago" : "Up 2 hours",
                                    null,
                                    null,
                                    List.of(),
                                    null,
                                    null),
                            Isolation.PROCESS,
                            null));
        }
        return seen;
    }
}
