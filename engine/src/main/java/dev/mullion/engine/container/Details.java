package dev.mullion.engine.container;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.ContainerDetails;
import dev.mullion.docker.api.ContainerState;
import dev.mullion.engine.network.Networks;
import dev.mullion.engine.runtime.LayerStore;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Tells everything about one container. */
final class Details {

    private final Networks networks;
    private final LayerStore layers;
    private final ContainerList list;
    private final ContainerFiles files;
    private final Function<ContainerId, List<String>> execs;
    private final boolean unixFiles;

    Details(
            Networks networks,
            LayerStore layers,
            ContainerList list,
            ContainerFiles files,
            Function<ContainerId, List<String>> execs,
            boolean unixFiles) {
        this.unixFiles = unixFiles;
        this.networks = networks;
        this.layers = layers;
        this.list = list;
        this.files = files;
        this.execs = execs;
    }

    ContainerDetails of(ContainerRecord record, boolean size) {
        Definition definition = record.definition();
        ContainerId id = definition.id();
        Path folder = files.folder(id);
        List<String> command = definition.command();
        boolean noLog =
                definition.hostConfig().logConfig() != null
                        && definition.hostConfig().logConfig().type().equals(LogRules.NONE);
        return ContainerDetails.builder()
                .id(id)
                .created(definition.created())
                .path(command.getFirst())
                .args(command.subList(1, command.size()))
                .state(state(record.standing()))
                .image(definition.image().toString())
                .resolvConfPath(file(folder, "resolv.conf"))
                .hostnamePath(file(folder, "hostname"))
                .hostsPath(file(folder, "hosts"))
                .logPath(noLog ? "" : files.log(id).toString())
                .name("/" + definition.name())
                .restartCount(record.standing().restartCount())
                .driver(layers.driver())
                .platform(definition.os())
                .execIds(execs.apply(id))
                .hostConfig(definition.hostConfig())
                .sizeRw(size ? list.written(definition) : null)
                .sizeRootFs(size ? list.written(definition) + list.imageBytes(definition) : null)
                .mounts(list.points(definition))
                .config(withHostname(definition))
                .networkSettings(networks.settings(id, definition.networkRequest()))
                .build();
    }

    private String file(Path folder, String name) {
        return unixFiles ? folder.resolve(name).toString() : "";
    }

    private static ContainerConfig withHostname(Definition definition) {
        return definition.config().hostname() == null
                ? definition.config().toBuilder().hostname(definition.id().shortened()).build()
                : definition.config();
    }

    private static ContainerState state(Standing standing) {
        Phase phase = standing.phase();
        boolean restarting = phase == Phase.RESTARTING;
        return new ContainerState(
                phase.word(),
                phase.hasProcess() || restarting,
                phase == Phase.PAUSED,
                restarting,
                standing.oomKilled(),
                phase == Phase.DEAD,
                standing.pid(),
                standing.exitCode(),
                standing.error(),
                standing.startedAt(),
                standing.finishedAt(),
                null);
    }
}
