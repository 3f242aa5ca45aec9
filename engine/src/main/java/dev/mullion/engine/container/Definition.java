package dev.mullion.engine.container;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.NetworkingConfig;
import dev.mullion.engine.network.NetworkRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a container is, as decided when it was created; only a rename or an update changes it.
 *
 * @param id which
 * @param name its name, without a slash
 * @param created when it was created
 * @param image the id of its image
 * @param layers the digests of the image's layers, the base layer first
 * @param os {@code linux} or {@code windows}
 * @param config what it runs and how, the image's own configuration merged in
 * @param hostConfig what it may use of the host, defaults filled in
 * @param networking what was asked for in each network; null for nothing
 * @param mounts what is mounted into it, decided
 * @param ownVolumes the volumes without a name of their own that were made for it and go with it
 */
record Definition(
        ContainerId id,
        String name,
        Instant created,
        Digest image,
        List<Digest> layers,
        String os,
        ContainerConfig config,
        HostConfig hostConfig,
        @Nullable NetworkingConfig networking,
        List<PlannedMount> mounts,
        List<String> ownVolumes) {

    /** Fills in what isn't written when it is empty. */
    Definition {
        layers = layers == null ? List.of() : List.copyOf(layers);
        mounts = mounts == null ? List.of() : List.copyOf(mounts);
        ownVolumes = ownVolumes == null ? List.of() : List.copyOf(ownVolumes);
    }

    Definition withName(String newName) {
        return new Definition(
                id,
                newName,
                created,
                image,
                layers,
                os,
                config,
                hostConfig,
                networking,
                mounts,
                ownVolumes);
    }

    Definition withHostConfig(HostConfig newHostConfig) {
        return new Definition(
                id,
                name,
                created,
                image,
                layers,
                os,
                config,
                newHostConfig,
                networking,
                mounts,
                ownVolumes);
    }

    /** The folder its processes start in. */
    String directory() {
        String asked = config.workingDir();
        return asked == null ? PathSyntax.rootOf(os) : asked;
    }

    /** What it asks of its network at each start. */
    NetworkRequest networkRequest() {
        return NetworkRequest.of(id, name, config, hostConfig, networking);
    }

    /** The program it runs and all that the program is given; never empty. */
    List<String> command() {
        List<String> command = new ArrayList<>(config.entrypoint());
        command.addAll(config.cmd());
        return command;
    }
}
