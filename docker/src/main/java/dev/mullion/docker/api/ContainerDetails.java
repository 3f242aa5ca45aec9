package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mullion.docker.ContainerId;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one container ({@code GET /containers/{id}/json}).
 *
 * @param id its full id
 * @param created when it was created
 * @param path the program it runs
 * @param args what the program is given
 * @param state what it is doing
 * @param image the image's id
 * @param resolvConfPath the file on the host that is its {@code /etc/resolv.conf}
 * @param hostnamePath the file on the host that is its {@code /etc/hostname}
 * @param hostsPath the file on the host that is its {@code /etc/hosts}
 * @param name its name with a slash in front
 * @param restartCount how often the engine started it again
 * @param driver the storage driver
 * @param platform {@code linux} or {@code windows}
 * @param logPath where its log is on the host
 * @param mountLabel its label of SELinux for files
 * @param processLabel its label of SELinux for processes
 * @param appArmorProfile its profile of AppArmor
 * @param execIds what runs in it beside its own process
 * @param hostConfig what it may use of the host
 * @param graphDriver how the engine stores its files
 * @param sizeRw bytes it has written, if sizes were asked for
 * @param sizeRootFs bytes of all its files, if sizes were asked for
 * @param mounts what is mounted into it
 * @param config what it runs and how
 * @param networkSettings how it is reached
 */
@RecordBuilder
public record ContainerDetails(
        ContainerId id,
        @Nullable Instant created,
        String path,
        List<String> args,
        ContainerState state,
        String image,
        @Nullable String resolvConfPath,
        @Nullable String hostnamePath,
        @Nullable String hostsPath,
        @Nullable String logPath,
        String name,
        int restartCount,
        @Nullable String driver,
        @Nullable String platform,
        @Nullable String mountLabel,
        @Nullable String processLabel,
        @Nullable String appArmorProfile,
        @NullWhenEmpty @JsonProperty("ExecIDs") List<String> execIds,
        HostConfig hostConfig,
        ImageDetails.@Nullable GraphDriver graphDriver,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long sizeRw,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long sizeRootFs,
        List<MountPoint> mounts,
        ContainerConfig config,
        NetworkSettings networkSettings) {

    /** Fills in what is absent; without an id and a state it is no container. */
    public ContainerDetails {
        resolvConfPath = Absent.orNull(resolvConfPath);
        hostnamePath = Absent.orNull(hostnamePath);
        hostsPath = Absent.orNull(hostsPath);
        mountLabel = Absent.orNull(mountLabel);
        processLabel = Absent.orNull(processLabel);
        appArmorProfile = Absent.orNull(appArmorProfile);
        driver = Absent.orNull(driver);
        platform = Absent.orNull(platform);
        logPath = Absent.orNull(logPath);
        id = Absent.required(id, "id of a container");
        path = Absent.text(path);
        args = Absent.list(args);
        state = Absent.required(state, "state of a container");
        image = Absent.text(image);
        name = Absent.text(name);
        execIds = Absent.list(execIds);
        hostConfig = hostConfig == null ? HostConfig.builder().build() : hostConfig;
        mounts = Absent.list(mounts);
        config = config == null ? ContainerConfig.builder("").build() : config;
        networkSettings = networkSettings == null ? NetworkSettings.NONE : networkSettings;
    }

    /** Begins the details of a container; its id and state are required. */
    public static ContainerDetailsBuilder builder() {
        return ContainerDetailsBuilder.builder();
    }
}
