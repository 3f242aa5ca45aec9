package dev.mullion.engine.container;

import dev.mullion.docker.api.ContainerSummary;
import dev.mullion.docker.api.MountPoint;
import dev.mullion.docker.api.NetworkSettings;
import dev.mullion.docker.api.PublishedPort;
import dev.mullion.engine.image.Images;
import dev.mullion.engine.image.StoredImage;
import dev.mullion.engine.network.NetworkRequest;
import dev.mullion.engine.network.Networks;
import dev.mullion.engine.runtime.LayerStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists containers without holding any of them up. */
final class ContainerList {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerList.class);

    private static final Comparator<ContainerRecord> NEWEST_FIRST =
            Comparator.comparing((ContainerRecord record) -> record.definition().created())
                    .reversed();

    private final Networks networks;
    private final Images images;
    private final LayerStore layers;
    private final ContainerVolumes volumes;
    private final Clock clock;

    ContainerList(
            Networks networks,
            Images images,
            LayerStore layers,
            ContainerVolumes volumes,
            Clock clock) {
        this.networks = networks;
        this.images = images;
        this.layers = layers;
        this.volumes = volumes;
        this.clock = clock;
    }

    /**
     * What is wanted.
     *
     * @param all whether those that don't run too
     * @param limit how many at most, the newest, running or not; 0 for no limit
     * @param size whether with the bytes they take
     */
    record Wanted(boolean all, int limit, boolean size) {}

    List<ContainerSummary> list(
            Collection<ContainerRecord> containers, Wanted wanted, @Nullable ListFilters filters) {
        boolean everything =
                wanted.all() || wanted.limit() > 0 || (filters != null && filters.wantAll());
        List<ContainerRecord> inOrder =
                containers.stream()
                        .filter(each -> everything || isRunning(each))
                        .filter(each -> filters == null || filters.fits(each))
                        .sorted(NEWEST_FIRST)
                        .toList();
        Instant now = clock.instant();
        List<ContainerSummary> list = new ArrayList<>();
        for (ContainerRecord each : inOrder) {
            if (wanted.limit() > 0 && list.size() == wanted.limit()) {
                break;
            }
            NetworkRequest request = each.definition().networkRequest();
            List<PublishedPort> ports = networks.ports(each.definition().id(), request);
            if (filters == null || filters.fitsPorts(each.definition(), ports)) {
                list.add(summary(each, request, ports, now, wanted.size()));
            }
        }
        return list;
    }

    private static boolean isRunning(ContainerRecord record) {
        Phase phase = record.standing().phase();
        return phase.hasProcess() || phase == Phase.RESTARTING;
    }

    private ContainerSummary summary(
            ContainerRecord record,
            NetworkRequest request,
            List<PublishedPort> ports,
            Instant now,
            boolean size) {
        Definition definition = record.definition();
        Standing standing = record.standing();
        NetworkSettings network = networks.settings(definition.id(), request);
        return new ContainerSummary(
                definition.id(),
                List.of("/" + definition.name()),
                imageName(definition),
                definition.image().toString(),
                command(definition),
                definition.created().getEpochSecond(),
                ports,
                definition.config().labels(),
                standing.phase().word(),
                StatusText.of(standing, now),
                new ContainerSummary.Host(
                        definition.hostConfig().networkMode(),
                        definition.hostConfig().annotations()),
                new ContainerSummary.Networks(network.networks()),
                points(definition),
                size ? written(definition) : null,
                size ? written(definition) + imageBytes(definition) : null);
    }

    /** The name it was asked for by, while that still means the same image. */
    private String imageName(Definition definition) {
        String asked = definition.config().image();
        Function<StoredImage, Boolean> same = image -> image.id().equals(definition.image());
        return images.find(asked).map(same).orElse(false) ? asked : definition.image().toString();
    }

    private static String command(Definition definition) {
        List<String> command = definition.command();
        List<String> words = new ArrayList<>();
        words.add(command.getFirst());
        command.stream()
                .skip(1)
                .map(word -> word.contains(" ") ? "'" + word + "'" : word)
                .forEach(words::add);
        return String.join(" ", words);
    }

    List<MountPoint> points(Definition definition) {
        return definition.mounts().stream()
                .map(mount -> mount.point(volumes.place(mount)))
                .toList();
    }

    long written(Definition definition) {
        try {
            return layers.writtenBytes(definition.id());
        } catch (IOException e) {
            LOG.warn("The size of container {} can't be told", definition.id(), e);
            return 0;
        }
    }

    long imageBytes(Definition definition) {
        long bytes = 0;
        for (int i = 1; i <= definition.layers().size(); i++) {
            bytes += layers.bytes(definition.layers().subList(0, i));
        }
        return bytes;
    }
}
