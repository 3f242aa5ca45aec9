package dev.mullion.security.guardrail;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.EndpointSettings;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.Mount;
import dev.mullion.docker.api.PortBinding;
import dev.mullion.docker.api.Resources;
import dev.mullion.security.Trust;
import dev.mullion.security.guardrail.TargetHost.HostSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Requests as a seed has them: a good one with some members changed, for the worse or not. */
final class RandomRequests {

    private static final List<String> SOURCES =
            List.of(
                    "/srv",
                    "/",
                    "/etc",
                    "/var/run/docker.sock",
                    "C:\\data",
                    "c:/",
                    "\\\\?\\C:\\x",
                    "\\\\.\\pipe\\docker_engine",
                    "//./pipe/mine",
                    "\\\\server\\share",
                    "my-volume",
                    "their-volume",
                    "new-volume",
                    "C:data",
                    "/srv/../etc",
                    "data");
    private static final List<String> TARGETS =
            List.of("/data", "C:\\in", "\\\\.\\pipe\\x", "/proc/sys", "relative", "D:\\in");
    private static final List<String> MODES =
            List.of("host", "private", "container:mine", "container:theirs", "none", "shareable");
    private static final List<String> NETWORKS =
            List.of(
                    "host",
                    "none",
                    "nat",
                    "bridge",
                    "default",
                    "my-network",
                    "their-network",
                    "wire",
                    "container:mine",
                    "container:theirs",
                    "unknown");
    private static final List<String> USERS =
            List.of(
                    "",
                    "0",
                    "root",
                    "1000",
                    "0:0",
                    "1000:1000",
                    "ContainerUser",
                    "ContainerAdministrator",
                    "SYSTEM",
                    "S-1-5-93-2-2",
                    "S-1-5-18",
                    "nobody");
    private static final List<String> OPTIONS =
            List.of(
                    "no-new-privileges",
                    "no-new-privileges=false",
                    "seccomp=unconfined",
                    "apparmor=unconfined",
                    "label=disable",
                    "credentialspec=file://x.json",
                    "systempaths=unconfined",
                    "seccomp=builtin");
    private static final List<String> CAPABILITIES =
            List.of("ALL", "SYS_ADMIN", "NET_BIND_SERVICE", "CAP_NET_ADMIN", "CHOWN");

    private static final List<Function<RandomGenerator, UnaryOperator<Workload>>> CHANGES =
            new ArrayList<>();

    private RandomRequests() {}

    static {
        CHANGES.add(r -> host(h -> h.isolation(Values.one(r, Isolation.values()))));
        CHANGES.add(r -> host(h -> h.isolation(Values.one(r, Isolation.values()))));
        CHANGES.add(r -> host(h -> h.privileged(r.nextInt(3) == 0)));
        CHANGES.add(r -> host(h -> h.binds(List.of(bind(r)))));
        CHANGES.add(r -> host(h -> h.mounts(List.of(mount(r)))));
        CHANGES.add(r -> host(h -> h.networkMode(Values.one(r, NETWORKS))));
        CHANGES.add(r -> host(h -> h.pidMode(Values.one(r, MODES))));
        CHANGES.add(r -> host(h -> h.ipcMode(Values.one(r, MODES))));
        CHANGES.add(r -> host(h -> h.utsMode(Values.one(r, MODES))));
        CHANGES.add(r -> host(h -> h.usernsMode(Values.one(r, MODES))));
        CHANGES.add(r -> host(h -> h.cgroupnsMode(Values.one(r, MODES))));
        CHANGES.add(r -> host(h -> h.securityOpt(options(r))));
        CHANGES.add(r -> host(h -> h.capAdd(List.of(Values.one(r, CAPABILITIES)))));
        CHANGES.add(r -> host(h -> h.capDrop(r.nextBoolean() ? List.of("ALL") : List.of())));
        CHANGES.add(r ->
                host(h ->
                        h.volumesFrom(
                                List.of(Values.one(r, List.of("mine", "theirs", "mine:ro"))))));
        CHANGES.add(r -> host(h -> h.runtime(Values.one(r, List.of("crun", "runc", "kata")))));
        CHANGES.add(r -> host(h -> h.portBindings(ports(r))));
        CHANGES.add(r -> host(h -> h.publishAllPorts(r.nextBoolean())));
        CHANGES.add(r -> host(h -> h.annotations(r.nextBoolean() ? Map.of() : Map.of("a", "b"))));
        CHANGES.add(r -> host(h -> h.maskedPaths(r.nextBoolean() ? null : List.of())));
        CHANGES.add(r -> host(h -> h.oomScoreAdj(r.nextInt(-1, 2) * 500)));
        CHANGES.add(r -> host(h -> h.autoRemove(r.nextBoolean()).readonlyRootfs(r.nextBoolean())));
        CHANGES.add(r ->
                host(h ->
                        h.logConfig(
                                new HostConfig.LogConfig(
                                        Values.one(r, List.of("json-file", "syslog", "")),
                                        Map.of()))));
        CHANGES.add(r -> config(c -> c.user(Values.one(r, USERS))));
        CHANGES.add(r -> Requests.imageConfig(c -> c.user(Values.one(r, USERS))));
        CHANGES.add(r ->
                config(c ->
                        c.labels(
                                Map.of(
                                        Values.one(
                                                r, List.of("mullion.tenant", "app", "Mullion.x")),
                                        "x"))));
        CHANGES.add(r -> config(c -> c.cmd(List.of("sh", "-c", "x")).env(List.of("A=b"))));
        CHANGES.add(r ->
                config(c ->
                        c.image(
                                Values.one(
                                        r,
                                        List.of(
                                                Requests.PINNED,
                                                Requests.REPOSITORY + ":ltsc2022",
                                                "nginx",
                                                "sha256:" + Requests.HEX)))));
        CHANGES.add(r -> Requests.resources(l -> l.memory(r.nextInt(3) * (1L << 29))));
        CHANGES.add(r -> Requests.resources(l -> l.nanoCpus(r.nextInt(3) * 500_000_000L)));
        CHANGES.add(r -> Requests.resources(l -> l.pidsLimit((long) r.nextInt(-1, 200))));
        CHANGES.add(r ->
                Requests.resources(l ->
                        r.nextBoolean()
                                ? l
                                : l.devices(
                                        List.of(
                                                new Resources.DeviceMapping(
                                                        "/dev/x", "/dev/x", "")))));
        CHANGES.add(r ->
                Requests.endpoint(
                        Values.one(r, NETWORKS),
                        EndpointSettings.builder()
                                .macAddress(r.nextBoolean() ? null : "02:00:00:00:00:01")
                                .build()));
        CHANGES.add(r -> Requests.on(h -> Requests.sharedWith(h, Values.one(r, Trust.values()))));
        CHANGES.add(r ->
                Requests.on(h ->
                        Requests.offering(
                                h,
                                r.nextBoolean()
                                        ? new Isolation[] {Isolation.PROCESS}
                                        : new Isolation[] {Isolation.PROCESS, Isolation.HYPERV})));
        CHANGES.add(r ->
                Requests.image(i ->
                        new ResolvedImage(
                                i.details(),
                                false,
                                Set.of(
                                        r.nextBoolean()
                                                ? Requests.TENANT
                                                : Requests.OTHER_TENANT))));
    }

    private static UnaryOperator<Workload> host(
            UnaryOperator<dev.mullion.docker.api.HostConfigBuilder> change) {
        return Requests.host(change);
    }

    private static UnaryOperator<Workload> config(
            UnaryOperator<dev.mullion.docker.api.ContainerConfigBuilder> change) {
        return Requests.config(change);
    }

    private static String bind(RandomGenerator r) {
        return Values.one(r, SOURCES)
                + ":"
                + Values.one(r, TARGETS)
                + Values.one(r, List.of("", ":ro", ":rw", ":rshared"));
    }

    private static Mount mount(RandomGenerator r) {
        Mount.VolumeOptions options =
                r.nextInt(3) > 0
                        ? null
                        : new Mount.VolumeOptions(
                                false,
                                Map.of(),
                                new Mount.DriverConfig(
                                        "local", r.nextBoolean() ? Map.of() : Map.of("o", "bind")),
                                null);
        return new Mount(
                Values.one(r, List.of("bind", "volume", "tmpfs", "npipe", "image")),
                r.nextInt(4) == 0 ? null : Values.one(r, SOURCES),
                Values.one(r, TARGETS),
                r.nextBoolean(),
                null,
                null,
                options,
                null);
    }

    private static List<String> options(RandomGenerator r) {
        List<String> options = new ArrayList<>(List.of("no-new-privileges"));
        options.add(Values.one(r, OPTIONS));
        return options;
    }

    private static Map<String, List<PortBinding>> ports(RandomGenerator r) {
        return switch (r.nextInt(3)) {
            case 0 -> Map.of();
            case 1 -> Map.of("80/tcp", List.of());
            default ->
                    Map.of(
                            "80/tcp",
                            List.of(
                                    new PortBinding(
                                            null, Values.one(r, List.of("", "0", "80", "8080")))));
        };
    }

    /** A request at a trust level, with up to four members changed. */
    static Workload next(RandomGenerator random, Trust trust) {
        Workload request = Requests.good(Values.one(random, HostSystem.values()), trust);
        int changes = random.nextInt(5);
        for (int i = 0; i < changes; i++) {
            request = Values.one(random, CHANGES).apply(random).apply(request);
        }
        return request;
    }
}
