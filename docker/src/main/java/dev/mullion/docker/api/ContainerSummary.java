package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mullion.docker.ContainerId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One container in a list ({@code GET /containers/json}).
 *
 * @param id its full id
 * @param names its names, each with a slash in front
 * @param image the image as it was asked for
 * @param imageId the image's id
 * @param command what it runs, as one line
 * @param created when it was created, in seconds since 1970
 * @param ports its ports
 * @param labels its labels
 * @param state {@code created}, {@code running}, {@code paused}, {@code restarting}, {@code
 *     removing}, {@code exited} or {@code dead}
 * @param status the state for people, for example {@code Up 2 hours (healthy)}
 * @param hostConfig the little of it that lists have
 * @param networkSettings its networks
 * @param mounts what is mounted into it
 * @param sizeRw bytes it has written, if sizes were asked for
 * @param sizeRootFs bytes of all its files, if sizes were asked for
 */
public record ContainerSummary(
        ContainerId id,
        List<String> names,
        String image,
        @Nullable @JsonProperty("ImageID") String imageId,
        String command,
        long created,
        List<PublishedPort> ports,
        Map<String, String> labels,
        String state,
        String status,
        @Nullable Host hostConfig,
        @Nullable Networks networkSettings,
        List<MountPoint> mounts,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long sizeRw,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long sizeRootFs) {

    /** Fills in what is absent; without an id it is no container. */
    public ContainerSummary {
        imageId = Absent.orNull(imageId);
        id = Absent.required(id, "id of a container");
        names = Absent.list(names);
        image = Absent.text(image);
        command = Absent.text(command);
        ports = Absent.list(ports);
        labels = Absent.map(labels);
        state = Absent.text(state);
        status = Absent.text(status);
        mounts = Absent.list(mounts);
    }

    /**
     * Returns the container's own name.
     *
     * @return without the slash; the shortened id if the engine gave no name
     */
    public String name() {
        // names of links have more than one slash: /other/alias
        return names.stream()
                .filter(name -> name.lastIndexOf('/') <= 0)
                .findFirst()
                .map(name -> name.startsWith("/") ? name.substring(1) : name)
                .orElseGet(id::shortened);
    }

    /**
     * Returns when the container was created.
     *
     * @return to the second
     */
    public Instant createdAt() {
        return Instant.ofEpochSecond(Math.clamp(created, 0, 253_402_300_799L));
    }

    /**
     * The part of the network settings that lists have.
     *
     * @param networks its place in each network, by the network's name
     */
    public record Networks(Map<String, EndpointSettings> networks) {

        /** Fills in what is absent. */
        public Networks {
            networks = Absent.map(networks);
        }
    }

    /**
     * The part of the host configuration that lists have.
     *
     * @param networkMode the network it is in
     * @param annotations what was noted for the runtime
     */
    public record Host(
            @Nullable String networkMode,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> annotations) {

        /** Fills in what is absent. */
        public Host {
            networkMode = Absent.orNull(networkMode);
            annotations = Absent.map(annotations);
        }
    }
}
