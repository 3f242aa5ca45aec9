package dev.mullion.security.guardrail;

import static dev.mullion.security.guardrail.EscapeTable.NONE;
import static dev.mullion.security.guardrail.EscapeTable.OF_A_FOLDER;
import static dev.mullion.security.guardrail.EscapeTable.bind;
import static dev.mullion.security.guardrail.EscapeTable.mount;
import static dev.mullion.security.guardrail.EscapeTable.user;
import static dev.mullion.security.guardrail.EscapeTable.volume;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.Mount;
import dev.mullion.docker.api.Resources;
import dev.mullion.security.Trust;
import java.util.List;
import java.util.Map;

/** How a container is kept apart, who runs it, and what is mounted. */
final class MountEscapes {

    private MountEscapes() {}

    static void add(EscapeTable table) {
        isolation(table);
        mounts(table);
        devices(table);
    }

    private static void isolation(EscapeTable table) {
        for (Isolation isolation : List.of(Isolation.DEFAULT, Isolation.PROCESS)) {
            table.both(
                    "Isolation " + isolation,
                    Requests.host(host -> host.isolation(isolation)),
                    NONE,
                    "isolation",
                    "isolation");
        }
        table.both(
                "Isolation process where the host offers no other",
                Requests.host(host -> host.isolation(Isolation.PROCESS))
                                .andThen(
                                        Requests.on(
                                                host -> Requests.offering(host, Isolation.PROCESS)))
                        ::apply,
                NONE,
                NONE,
                "isolation");
        table.both(
                "Isolation hyperv where the host doesn't offer it",
                Requests.on(host -> Requests.offering(host, Isolation.PROCESS)),
                "isolation");
        table.both(
                "a host shared with trusted tenants",
                Requests.on(host -> Requests.sharedWith(host, Trust.TRUSTED)),
                NONE,
                "hostSharing",
                "networkOwners");
        table.both(
                "a host shared with hostile tenants",
                Requests.on(host -> Requests.sharedWith(host, Trust.HOSTILE)),
                NONE,
                "hostSharing",
                "networkOwners");
        table.both(
                "a host shared with hostile tenants, in a network of one's own",
                Requests.on(host -> Requests.sharedWith(host, Trust.HOSTILE))
                                .andThen(Requests.host(host -> host.networkMode("my-network")))
                        ::apply,
                NONE,
                "hostSharing",
                NONE);
        table.windows(
                "User ContainerAdministrator", user("ContainerAdministrator"), NONE, NONE, "user");
        table.linux("User 0", user("0"), NONE, NONE, "user");
        table.both(
                "User of the image, who is nobody",
                Requests.imageConfig(config -> config.user(null)),
                NONE,
                NONE,
                "user");
        table.linux(
                "User of the image, who is 0",
                Requests.imageConfig(config -> config.user("0:0")),
                NONE,
                NONE,
                "user");
    }

    private static void mounts(EscapeTable table) {
        table.linux("Binds /srv", bind("/srv:/data"), "hostPaths");
        table.linux("Binds /srv read-only", bind("/srv:/data:ro"), "hostPaths");
        table.linux("Binds /", bind("/:/host"), "hostPaths");
        table.linux("Binds the socket", bind("/var/run/docker.sock:/docker.sock"), "engine");
        table.linux("Binds /srv/../etc", bind("/srv/../etc:/data"), "hostPaths");
        table.linux("Binds nonsense", bind("a:b:c:d"), "mounts");
        table.linux("Binds with a strange option", bind("my-volume:/data:rw,unmask"), "mounts");
        table.linux("Binds over /proc", bind("my-volume:/proc/sys"), "mounts");
        table.linux("Binds with propagation", bind("/srv:/data:rshared"), "privileges");
        table.windows("Binds a folder", bind("C:\\data:C:\\data"), "hostPaths");
        table.windows("Binds a folder read-only", bind("C:\\data:C:\\data:ro"), "hostPaths");
        table.windows("Binds a drive", bind("C:\\:C:\\host"), "hostPaths");
        table.windows("Binds a pipe", bind("\\\\.\\pipe\\mine:\\\\.\\pipe\\mine"), "namedPipes");
        table.windows(
                "Binds the engine's pipe",
                bind("\\\\.\\pipe\\docker_engine:\\\\.\\pipe\\docker_engine"),
                "engine");
        table.linux("Mounts bind", mount("bind", "/srv", "/data"), "hostPaths");
        table.windows("Mounts bind", mount("bind", "C:\\data", "C:\\in"), "hostPaths");
        table.windows(
                "Mounts bind of a pipe",
                mount("bind", "\\\\.\\pipe\\docker_engine", "C:\\in"),
                "hostPaths");
        table.windows(
                "Mounts npipe",
                mount("npipe", "\\\\.\\pipe\\mine", "\\\\.\\pipe\\mine"),
                "namedPipes");
        table.windows(
                "Mounts npipe of the engine",
                mount("npipe", "//./pipe/docker_engine", "//./pipe/docker_engine"),
                "engine");
        table.linux(
                "Mounts npipe",
                mount("npipe", "\\\\.\\pipe\\mine", "\\\\.\\pipe\\mine"),
                "namedPipes");
        table.linux("Mounts image", mount("image", "nginx", "/data"), "mounts");
        table.linux("Mounts cluster", mount("cluster", "x", "/data"), "mounts");
        table.linux("Mounts BIND", mount("BIND", "/srv", "/data"), "mounts");
        table.linux("Mounts without a type", mount("", "/srv", "/data"), "mounts");
        table.linux(
                "Mounts volume with the driver's options",
                mount(volume("v", new Mount.VolumeOptions(false, Map.of(), OF_A_FOLDER, null))),
                "volumes");
        table.linux(
                "Mounts volume of another driver",
                mount(
                        volume(
                                "v",
                                new Mount.VolumeOptions(
                                        false,
                                        Map.of(),
                                        new Mount.DriverConfig("nfs", Map.of()),
                                        null))),
                "volumes");
        table.linux(
                "Mounts volume's subpath",
                mount(
                        volume(
                                "my-volume",
                                new Mount.VolumeOptions(false, Map.of(), null, "../../etc"))),
                "volumes");
        table.linux(
                "Mounts volume with a reserved label",
                mount(
                        volume(
                                "v",
                                new Mount.VolumeOptions(
                                        false, Map.of("mullion.tenant", "x"), null, null))),
                "labels");
        table.linux("VolumeDriver", Requests.host(host -> host.volumeDriver("nfs")), "volumes");
        table.linux("a volume of one's own", bind("my-volume:/data"), NONE);
        table.linux("a new volume", bind("new-volume:/data"), NONE);
        table.windows("a new volume", bind("new-volume:C:\\data"), NONE);
        table.linux(
                "a volume of another stage",
                bind("my-production-volume:/data"),
                NONE,
                NONE,
                "volumes");
        table.linux("a volume of another tenant", bind("their-volume:/data"), "foreign");
        table.windows("a volume of another tenant", bind("their-volume:C:\\data"), "foreign");
        table.linux("a volume of nobody", mount("volume", "nobodys-volume", "/data"), "foreign");
        table.linux(
                "Volumes",
                Requests.config(config -> config.volumes(Map.of("/data", Map.of()))),
                NONE);
        table.linux(
                "Volumes over /proc",
                Requests.config(config -> config.volumes(Map.of("/proc", Map.of()))),
                "mounts");
        table.linux(
                "the image's volume over /sys",
                Requests.imageConfig(config -> config.volumes(Map.of("/sys/fs", Map.of()))),
                "mounts");
        for (String from : List.of("theirs", "nobodys", "mine-in-production:ro", "unknown")) {
            table.both(
                    "VolumesFrom " + from,
                    Requests.host(host -> host.volumesFrom(List.of(from))),
                    "foreign");
        }
        table.both(
                "VolumesFrom one's own",
                Requests.host(host -> host.volumesFrom(List.of("mine:ro"))),
                NONE);
        table.linux("Tmpfs", Requests.host(host -> host.tmpfs(Map.of("/tmp", "size=64m"))), NONE);
        table.linux(
                "Tmpfs over /proc",
                Requests.host(host -> host.tmpfs(Map.of("/proc/1", ""))),
                "mounts");
        table.linux(
                "Tmpfs with devices",
                Requests.host(host -> host.tmpfs(Map.of("/tmp", "dev"))),
                "privileges");
        table.linux(
                "Tmpfs with a strange option",
                Requests.host(host -> host.tmpfs(Map.of("/tmp", "context=x"))),
                "mounts");
        table.linux(
                "StorageOpt",
                Requests.host(host -> host.storageOpt(Map.of("dm.basesize", "1"))),
                "privileges");
    }

    private static void devices(EscapeTable table) {
        table.linux(
                "Devices",
                Requests.resources(limits ->
                        limits.devices(
                                List.of(
                                        new Resources.DeviceMapping(
                                                "/dev/sda", "/dev/sda", "rwm")))),
                "devices");
        table.windows(
                "Devices class/GUID",
                Requests.resources(limits ->
                        limits.devices(
                                List.of(
                                        new Resources.DeviceMapping(
                                                "class/5B45201D-F2F2-4F3B-85BB-30FF1F953599",
                                                "",
                                                "")))),
                "devices");
        for (String driver : List.of("", "nvidia", "cdi")) {
            table.both(
                    "DeviceRequests " + driver,
                    Requests.resources(limits ->
                            limits.deviceRequests(
                                    List.of(
                                            new Resources.DeviceRequest(
                                                    driver,
                                                    -1,
                                                    List.of(),
                                                    List.of(List.of("gpu")),
                                                    Map.of())))),
                    "devices");
        }
        table.both(
                "DeviceCgroupRules",
                Requests.resources(limits -> limits.deviceCgroupRules(List.of("a *:* rwm"))),
                "devices");
    }
}
