package dev.mullion.security.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.Digest;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.EndpointSettings;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.Mount;
import dev.mullion.docker.api.PortBinding;
import dev.mullion.docker.api.Resources;
import dev.mullion.security.Trust;
import dev.mullion.security.guardrail.TargetHost.HostSystem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every member of a request through which a container could reach out, at every trust level with
 * the rules that come with Mullion.
 */
class EscapeFieldsTest {

    private static final Mount.DriverConfig OF_A_FOLDER =
            new Mount.DriverConfig(null, Map.of("type", "none", "o", "bind", "device", "/etc"));

    private static final String NONE = "";

    /** What refuses: one rule for all levels, or one a level in the order of {@link Trust}. */
    private record Row(
            HostSystem system,
            String name,
            UnaryOperator<Workload> change,
            List<String> refusedBy) {

        Arguments at(Trust trust) {
            String rule =
                    refusedBy.size() == 1
                            ? refusedBy.getFirst()
                            : switch (trust) {
                                case TRUSTED -> refusedBy.get(0);
                                case RESTRICTED -> refusedBy.get(1);
                                case HOSTILE -> refusedBy.get(2);
                            };
            return Arguments.of(system, trust, name, change, rule);
        }
    }

    private static final List<Row> ROWS = new ArrayList<>();

    private static void windows(String name, UnaryOperator<Workload> change, String... refusedBy) {
        ROWS.add(new Row(HostSystem.WINDOWS, name, change, List.of(refusedBy)));
    }

    private static void linux(String name, UnaryOperator<Workload> change, String... refusedBy) {
        ROWS.add(new Row(HostSystem.LINUX, name, change, List.of(refusedBy)));
    }

    private static void both(String name, UnaryOperator<Workload> change, String... refusedBy) {
        windows(name, change, refusedBy);
        linux(name, change, refusedBy);
    }

    private static UnaryOperator<Workload> bind(String text) {
        return Requests.host(host -> host.binds(List.of(text)));
    }

    private static UnaryOperator<Workload> mount(String type, String source, String target) {
        return mount(Mount.of(type, source, target, false));
    }

    private static UnaryOperator<Workload> mount(Mount mount) {
        return Requests.host(host -> host.mounts(List.of(mount)));
    }

    private static Mount volume(String name, Mount.VolumeOptions options) {
        return new Mount("volume", name, "/data", false, null, null, options, null);
    }

    private static UnaryOperator<Workload> securityOption(String option) {
        return Requests.host(host -> {
            List<String> options = new ArrayList<>(host.securityOpt());
            options.add(option);
            return host.securityOpt(options);
        });
    }

    private static UnaryOperator<Workload> ports(String inside, @Nullable String outside) {
        return Requests.host(
                host -> host.portBindings(Map.of(inside, List.of(new PortBinding(null, outside)))));
    }

    private static UnaryOperator<Workload> user(String user) {
        return Requests.config(config -> config.user(user));
    }

    private static UnaryOperator<Workload> label(String label) {
        return Requests.config(config -> config.labels(Map.of(label, "x")));
    }

    private static UnaryOperator<Workload> endpoint(EndpointSettings endpoint) {
        return Requests.endpoint("my-network", endpoint);
    }

    static {
        isolation();
        mounts();
        namespaces();
        privileges();
        devices();
        networks();
        images();
        rest();
    }

    private static void isolation() {
        for (Isolation isolation : List.of(Isolation.DEFAULT, Isolation.PROCESS)) {
            both(
                    "Isolation " + isolation,
                    Requests.host(host -> host.isolation(isolation)),
                    NONE,
                    "isolation",
                    "isolation");
        }
        both(
                "Isolation process where the host offers no other",
                Requests.host(host -> host.isolation(Isolation.PROCESS))
                                .andThen(
                                        Requests.on(
                                                host -> Requests.offering(host, Isolation.PROCESS)))
                        ::apply,
                NONE,
                NONE,
                "isolation");
        both(
                "Isolation hyperv where the host doesn't offer it",
                Requests.on(host -> Requests.offering(host, Isolation.PROCESS)),
                "isolation");
        both(
                "a host shared with trusted tenants",
                Requests.on(host -> Requests.sharedWith(host, Trust.TRUSTED)),
                NONE,
                "hostSharing",
                "networkOwners");
        both(
                "a host shared with hostile tenants",
                Requests.on(host -> Requests.sharedWith(host, Trust.HOSTILE)),
                NONE,
                "hostSharing",
                "networkOwners");
        both(
                "a host shared with hostile tenants, in a network of one's own",
                Requests.on(host -> Requests.sharedWith(host, Trust.HOSTILE))
                                .andThen(Requests.host(host -> host.networkMode("my-network")))
                        ::apply,
                NONE,
                "hostSharing",
                NONE);
        windows("User ContainerAdministrator", user("ContainerAdministrator"), NONE, NONE, "user");
        linux("User 0", user("0"), NONE, NONE, "user");
        both(
                "User of the image, who is nobody",
                Requests.imageConfig(config -> config.user(null)),
                NONE,
                NONE,
                "user");
        linux(
                "User of the image, who is 0",
                Requests.imageConfig(config -> config.user("0:0")),
                NONE,
                NONE,
                "user");
    }

    private static void mounts() {
        linux("Binds /srv", bind("/srv:/data"), "hostPaths");
        linux("Binds /srv read-only", bind("/srv:/data:ro"), "hostPaths");
        linux("Binds /", bind("/:/host"), "hostPaths");
        linux("Binds the socket", bind("/var/run/docker.sock:/docker.sock"), "engine");
        linux("Binds /srv/../etc", bind("/srv/../etc:/data"), "hostPaths");
        linux("Binds nonsense", bind("a:b:c:d"), "mounts");
        linux("Binds with a strange option", bind("my-volume:/data:rw,unmask"), "mounts");
        linux("Binds over /proc", bind("my-volume:/proc/sys"), "mounts");
        linux("Binds with propagation", bind("/srv:/data:rshared"), "privileges");
        windows("Binds a folder", bind("C:\\data:C:\\data"), "hostPaths");
        windows("Binds a folder read-only", bind("C:\\data:C:\\data:ro"), "hostPaths");
        windows("Binds a drive", bind("C:\\:C:\\host"), "hostPaths");
        windows("Binds a pipe", bind("\\\\.\\pipe\\mine:\\\\.\\pipe\\mine"), "namedPipes");
        windows(
                "Binds the engine's pipe",
                bind("\\\\.\\pipe\\docker_engine:\\\\.\\pipe\\docker_engine"),
                "engine");
        linux("Mounts bind", mount("bind", "/srv", "/data"), "hostPaths");
        windows("Mounts bind", mount("bind", "C:\\data", "C:\\in"), "hostPaths");
        windows(
                "Mounts bind of a pipe",
                mount("bind", "\\\\.\\pipe\\docker_engine", "C:\\in"),
                "hostPaths");
        windows(
                "Mounts npipe",
                mount("npipe", "\\\\.\\pipe\\mine", "\\\\.\\pipe\\mine"),
                "namedPipes");
        windows(
                "Mounts npipe of the engine",
                mount("npipe", "//./pipe/docker_engine", "//./pipe/docker_engine"),
                "engine");
        linux(
                "Mounts npipe",
                mount("npipe", "\\\\.\\pipe\\mine", "\\\\.\\pipe\\mine"),
                "namedPipes");
        linux("Mounts image", mount("image", "nginx", "/data"), "mounts");
        linux("Mounts cluster", mount("cluster", "x", "/data"), "mounts");
        linux("Mounts BIND", mount("BIND", "/srv", "/data"), "mounts");
        linux("Mounts without a type", mount("", "/srv", "/data"), "mounts");
        linux(
                "Mounts volume with the driver's options",
                mount(volume("v", new Mount.VolumeOptions(false, Map.of(), OF_A_FOLDER, null))),
                "volumes");
        linux(
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
        linux(
                "Mounts volume's subpath",
                mount(
                        volume(
                                "my-volume",
                                new Mount.VolumeOptions(false, Map.of(), null, "../../etc"))),
                "volumes");
        linux(
                "Mounts volume with a reserved label",
                mount(
                        volume(
                                "v",
                                new Mount.VolumeOptions(
                                        false, Map.of("mullion.tenant", "x"), null, null))),
                "labels");
        linux("VolumeDriver", Requests.host(host -> host.volumeDriver("nfs")), "volumes");
        linux("a volume of one's own", bind("my-volume:/data"), NONE);
        linux("a new volume", bind("new-volume:/data"), NONE);
        windows("a new volume", bind("new-volume:C:\\data"), NONE);
        linux(
                "a volume of another stage",
                bind("my-production-volume:/data"),
                NONE,
                NONE,
                "volumes");
        linux("a volume of another tenant", bind("their-volume:/data"), "foreign");
        windows("a volume of another tenant", bind("their-volume:C:\\data"), "foreign");
        linux("a volume of nobody", mount("volume", "nobodys-volume", "/data"), "foreign");
        linux(
                "Volumes",
                Requests.config(config -> config.volumes(Map.of("/data", Map.of()))),
                NONE);
        linux(
                "Volumes over /proc",
                Requests.config(config -> config.volumes(Map.of("/proc", Map.of()))),
                "mounts");
        linux(
                "the image's volume over /sys",
                Requests.imageConfig(config -> config.volumes(Map.of("/sys/fs", Map.of()))),
                "mounts");
        for (String from : List.of("theirs", "nobodys", "mine-in-production:ro", "unknown")) {
            both(
                    "VolumesFrom " + from,
                    Requests.host(host -> host.volumesFrom(List.of(from))),
                    "foreign");
        }
        both(
                "VolumesFrom one's own",
                Requests.host(host -> host.volumesFrom(List.of("mine:ro"))),
                NONE);
        linux("Tmpfs", Requests.host(host -> host.tmpfs(Map.of("/tmp", "size=64m"))), NONE);
        linux(
                "Tmpfs over /proc",
                Requests.host(host -> host.tmpfs(Map.of("/proc/1", ""))),
                "mounts");
        linux(
                "Tmpfs with devices",
                Requests.host(host -> host.tmpfs(Map.of("/tmp", "dev"))),
                "privileges");
        linux(
                "Tmpfs with a strange option",
                Requests.host(host -> host.tmpfs(Map.of("/tmp", "context=x"))),
                "mounts");
        linux(
                "StorageOpt",
                Requests.host(host -> host.storageOpt(Map.of("dm.basesize", "1"))),
                "privileges");
    }

    private static void namespaces() {
        for (String mode : List.of("host", "HOST", "container:theirs", "container:", "unknown")) {
            String rule = mode.startsWith("container:t") ? "foreign" : "privileges";
            both("PidMode " + mode, Requests.host(host -> host.pidMode(mode)), rule);
            both("IpcMode " + mode, Requests.host(host -> host.ipcMode(mode)), rule);
        }
        both("PidMode of one's own", Requests.host(host -> host.pidMode("container:mine")), NONE);
        for (String mode : List.of("host", "private:host", "container:mine")) {
            both("UTSMode " + mode, Requests.host(host -> host.utsMode(mode)), "privileges");
            both("UsernsMode " + mode, Requests.host(host -> host.usernsMode(mode)), "privileges");
            both(
                    "CgroupnsMode " + mode,
                    Requests.host(host -> host.cgroupnsMode(mode)),
                    "privileges");
        }
        both("CgroupParent", Requests.resources(limits -> limits.cgroupParent("/")), "privileges");
        both("Cgroup", Requests.host(host -> host.cgroup("container:theirs")), "privileges");
        both("Links", Requests.host(host -> host.links(List.of("theirs:db"))), "foreign");
        both("Links to one's own", Requests.host(host -> host.links(List.of("mine:db"))), NONE);
    }

    private static void privileges() {
        both("Privileged", Requests.host(host -> host.privileged(true)), "privileges");
        for (String capability :
                List.of("ALL", "all", "SYS_ADMIN", "CAP_SYS_PTRACE", "cap_net_admin", "NET_RAW")) {
            both(
                    "CapAdd " + capability,
                    Requests.host(host -> host.capAdd(List.of(capability))),
                    "privileges");
        }
        linux(
                "CapAdd CHOWN",
                Requests.host(host -> host.capAdd(List.of("CAP_CHOWN"))),
                NONE,
                NONE,
                "privileges");
        linux(
                "CapAdd NET_BIND_SERVICE",
                Requests.host(host -> host.capAdd(List.of("NET_BIND_SERVICE"))),
                NONE);
        linux(
                "CapDrop of nothing",
                Requests.host(host -> host.capDrop(List.of())),
                NONE,
                NONE,
                "privileges");
        for (String option :
                List.of(
                        "seccomp=unconfined",
                        "seccomp:unconfined",
                        "seccomp={\"defaultAction\":\"SCMP_ACT_ALLOW\"}",
                        "apparmor=unconfined",
                        "apparmor:unconfined",
                        "label=disable",
                        "label:type:spc_t",
                        "label=user:root",
                        "systempaths=unconfined",
                        "writable-cgroups=true",
                        "writable-cgroups",
                        "unmask=ALL",
                        "Seccomp=unconfined",
                        "no-new-privileges=maybe",
                        "")) {
            both("SecurityOpt " + option, securityOption(option), "privileges");
        }
        linux(
                "SecurityOpt no-new-privileges=false",
                securityOption("no-new-privileges=false"),
                NONE,
                NONE,
                "privileges");
        linux(
                "SecurityOpt without no-new-privileges",
                Requests.host(host -> host.securityOpt(List.of())),
                NONE,
                NONE,
                "privileges");
        linux("SecurityOpt seccomp=builtin", securityOption("seccomp=builtin"), NONE);
        for (String spec :
                List.of(
                        "credentialspec=file://web.json",
                        "credentialspec:file://web.json",
                        "CredentialSpec=registry://web",
                        "credentialspec=file://..\\..\\secret.json",
                        "credentialspec=raw://{\"CmsPlugins\":[]}",
                        "credentialspec=")) {
            windows("SecurityOpt " + spec, securityOption(spec), "credentialSpecs");
        }
        both("MaskedPaths", Requests.host(host -> host.maskedPaths(List.of())), "privileges");
        both("ReadonlyPaths", Requests.host(host -> host.readonlyPaths(List.of())), "privileges");
        both(
                "Sysctls",
                Requests.host(host -> host.sysctls(Map.of("kernel.core_pattern", "|/x"))),
                "privileges");
        linux(
                "Sysctls of its own",
                Requests.host(host -> host.sysctls(Map.of("net.ipv4.tcp_syncookies", "1"))),
                NONE);
        linux(
                "GroupAdd",
                Requests.host(host -> host.groupAdd(List.of("docker"))),
                NONE,
                NONE,
                "privileges");
        both("Runtime", Requests.host(host -> host.runtime("runc-unsafe")), "privileges");
        linux("Runtime as usual", Requests.host(host -> host.runtime("crun")), NONE);
        both(
                "Annotations",
                Requests.host(host -> host.annotations(Map.of("run.oci.handler", "x"))),
                "privileges");
        both("OomScoreAdj", Requests.host(host -> host.oomScoreAdj(-1000)), "privileges");
        both(
                "OomKillDisable",
                Requests.resources(limits -> limits.oomKillDisable(true)),
                "privileges");
        both(
                "CpuRealtimeRuntime",
                Requests.resources(limits -> limits.cpuRealtimeRuntime(1000)),
                "privileges");
    }

    private static void devices() {
        linux(
                "Devices",
                Requests.resources(limits ->
                        limits.devices(
                                List.of(
                                        new Resources.DeviceMapping(
                                                "/dev/sda", "/dev/sda", "rwm")))),
                "devices");
        windows(
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
            both(
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
        both(
                "DeviceCgroupRules",
                Requests.resources(limits -> limits.deviceCgroupRules(List.of("a *:* rwm"))),
                "devices");
    }

    private static void networks() {
        both("NetworkMode host", Requests.host(host -> host.networkMode("host")), "networks");
        both("NetworkMode none", Requests.host(host -> host.networkMode("none")), NONE);
        both("NetworkMode unknown", Requests.host(host -> host.networkMode("HOST")), "networks");
        both(
                "NetworkMode of another's container",
                Requests.host(host -> host.networkMode("container:theirs")),
                "foreign");
        both(
                "NetworkMode of one's own container",
                Requests.host(host -> host.networkMode("container:mine")),
                NONE,
                NONE,
                "networks");
        both(
                "NetworkMode of another's network",
                Requests.host(host -> host.networkMode("their-network")),
                "foreign");
        both(
                "NetworkMode of one's own network",
                Requests.host(host -> host.networkMode("my-network")),
                NONE);
        both(
                "NetworkMode of the wire",
                Requests.host(host -> host.networkMode("wire")),
                NONE,
                "networks",
                "networks");
        both(
                "EndpointsConfig of another's network",
                Requests.endpoint("their-network", EndpointSettings.builder().build()),
                "foreign");
        both(
                "EndpointsConfig of the host",
                Requests.endpoint("host", EndpointSettings.builder().build()),
                "networks");
        both(
                "an address",
                endpoint(
                        EndpointSettings.builder()
                                .ipamConfig(
                                        new EndpointSettings.IpamConfig(
                                                "172.20.0.2", null, List.of()))
                                .build()),
                NONE,
                "networkAddresses",
                "networkAddresses");
        both(
                "MacAddress of the endpoint",
                endpoint(EndpointSettings.builder().macAddress("02:42:ac:11:00:02").build()),
                NONE,
                "networkAddresses",
                "networkAddresses");
        both(
                "MacAddress",
                Requests.config(config -> config.macAddress("02:42:ac:11:00:02")),
                NONE,
                "networkAddresses",
                "networkAddresses");
        both(
                "DriverOpts",
                endpoint(
                        EndpointSettings.builder()
                                .driverOpts(Map.of("com.docker.network.windowsshim.hnsid", "x"))
                                .build()),
                NONE,
                "networkAddresses",
                "networkAddresses");
        both(
                "an alias in one's own network",
                endpoint(EndpointSettings.builder().aliases(List.of("db")).build()),
                NONE);
        windows(
                "an alias where everybody meets",
                Requests.endpoint("nat", EndpointSettings.builder().aliases(List.of("db")).build()),
                NONE,
                "networkAddresses",
                "networkAddresses");
        both(
                "links of the endpoint",
                endpoint(EndpointSettings.builder().links(List.of("theirs:db")).build()),
                "foreign");
        both(
                "what only the engine fills in",
                endpoint(EndpointSettings.builder().networkId("abc").build()),
                "networks");
        both("HostPort 8080", ports("80/tcp", "8080"), NONE, NONE, "hostPorts");
        both("HostPort 80", ports("80/tcp", "80"), "hostPorts");
        both("HostPort 1000-2000", ports("80/tcp", "1000-2000"), "hostPorts");
        both("HostPort chosen", ports("80/tcp", "0"), NONE, NONE, "hostPorts");
        both("HostPort absent", ports("80/tcp", null), NONE, NONE, "hostPorts");
        both("HostPort nonsense", ports("80/tcp", "80x"), "hostPorts");
        both("HostPort too high", ports("80/tcp", "65536"), "hostPorts");
        both("a port of no protocol", ports("80/icmp", "8080"), "hostPorts");
        both(
                "a port with an empty list",
                Requests.host(host -> host.portBindings(Map.of("80/tcp", List.of()))),
                NONE,
                NONE,
                "hostPorts");
        both(
                "HostIp nonsense",
                Requests.host(host ->
                        host.portBindings(Map.of("80", List.of(new PortBinding("a b", "8080"))))),
                "hostPorts");
        both(
                "PublishAllPorts of the image",
                Requests.host(host -> host.publishAllPorts(true))
                                .andThen(
                                        Requests.imageConfig(config ->
                                                config.exposedPorts(Map.of("80/tcp", Map.of()))))
                        ::apply,
                NONE,
                NONE,
                "hostPorts");
        both(
                "ExtraHosts and Dns",
                Requests.host(
                        host -> host.extraHosts(List.of("db:10.0.0.1")).dns(List.of("10.0.0.1"))),
                NONE);
    }

    private static void images() {
        both(
                "Image by a tag",
                Requests.config(config -> config.image(Requests.REPOSITORY + ":ltsc2022")),
                NONE,
                NONE,
                "imagePinning");
        both(
                "Image by another digest",
                Requests.config(
                        config -> config.image(Requests.REPOSITORY + "@sha256:" + "0".repeat(64))),
                "image");
        both(
                "Image by another id",
                Requests.config(config -> config.image("sha256:" + "0".repeat(64))),
                "image");
        both("Image nonsense", Requests.config(config -> config.image("Not an Image")), "image");
        both(
                "Image of another tenant",
                Requests.image(image ->
                        new ResolvedImage(image.details(), false, Set.of(Requests.OTHER_TENANT))),
                "foreign");
        both(
                "Image that the tenant pulled",
                Requests.image(image ->
                        new ResolvedImage(image.details(), false, Set.of(Requests.TENANT))),
                NONE);
        both(
                "Image for another system",
                Requests.image(image ->
                        new ResolvedImage(
                                image.details().toBuilder().os("plan9").build(), true, Set.of())),
                "image");
        both(
                "Image with a reserved label",
                Requests.imageConfig(config -> config.labels(Map.of("mullion.stage", "x"))),
                "labels");
        both(
                "Image by its id",
                Requests.config(
                        config -> config.image(new Digest("sha256", Requests.HEX).toString())),
                NONE);
    }

    private static void rest() {
        for (String label :
                List.of("mullion.tenant", "MULLION.tenant", "dev.mullion.x", " mullion.x")) {
            both("Labels " + label, label(label), "labels");
        }
        both("Labels of compose", label("com.docker.compose.project"), NONE);
        both("Labels of others", label("io.portainer.accesscontrol.public"), NONE);
        both(
                "LogConfig",
                Requests.host(host ->
                        host.logConfig(
                                new HostConfig.LogConfig(
                                        "syslog", Map.of("syslog-address", "tcp://10.0.0.1:514")))),
                NONE,
                "logDrivers",
                "logDrivers");
        both("no Memory", Requests.resources(limits -> limits.memory(0)), NONE, "limits", "limits");
        both(
                "MemorySwap without end",
                Requests.resources(limits -> limits.memorySwap(-1)),
                NONE,
                "limits",
                "limits");
        both(
                "no NanoCpus",
                Requests.resources(limits -> limits.nanoCpus(0)),
                NONE,
                "limits",
                "limits");
        linux(
                "CpuQuota instead of NanoCpus",
                Requests.resources(limits -> limits.nanoCpus(0).cpuQuota(50_000)),
                NONE);
        windows(
                "CpuCount instead of NanoCpus",
                Requests.resources(limits -> limits.nanoCpus(0).cpuCount(2)),
                NONE);
        linux(
                "PidsLimit without end",
                Requests.resources(limits -> limits.pidsLimit(-1L)),
                NONE,
                NONE,
                "limits");
        windows("no size", Requests.host(host -> host.storageOpt(Map.of())), NONE, NONE, "limits");
    }

    static Stream<Arguments> rows() {
        return ROWS.stream().flatMap(row -> Arrays.stream(Trust.values()).map(row::at));
    }

    @ParameterizedTest
    @EnumSource(HostSystem.class)
    void nothingIsAgainstTheRequestThatIsChangedHere(HostSystem system) {
        for (Trust trust : Trust.values()) {
            assertThat(
                            Guardrail.judge(Requests.good(system, trust), Requests.policy(trust))
                                    .findings())
                    .isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @MethodSource("rows")
    void memberIsJudged(
            HostSystem system,
            Trust trust,
            String name,
            UnaryOperator<Workload> change,
            String refusedBy) {
        Workload asked = change.apply(Requests.good(system, trust));

        List<Finding> findings = Guardrail.judge(asked, Requests.policy(trust)).findings();

        if (refusedBy.isEmpty()) {
            assertThat(findings).as(name).isEmpty();
        } else {
            assertThat(findings).as(name).extracting(Finding::rule).contains(refusedBy);
        }
    }
}
