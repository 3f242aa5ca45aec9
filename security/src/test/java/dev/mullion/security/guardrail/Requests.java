package dev.mullion.security.guardrail;

import dev.mullion.docker.Digest;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.ContainerConfigBuilder;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.EndpointSettings;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.HostConfigBuilder;
import dev.mullion.docker.api.ImageDetails;
import dev.mullion.docker.api.NetworkingConfig;
import dev.mullion.docker.api.Resources;
import dev.mullion.security.Trust;
import dev.mullion.security.guardrail.TargetHost.HostSystem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Requests that nothing is against at any trust level, to be changed in one place each. */
final class Requests {

    static final UUID TENANT = new UUID(0x7e4a17, 1);
    static final UUID OTHER_TENANT = new UUID(0x7e4a17, 2);
    static final UUID HOST = new UUID(0x4057, 1);
    static final UUID POOL = new UUID(0x9001, 1);
    static final String HEX = "0123456789abcdef".repeat(4);
    static final String REPOSITORY = "mcr.microsoft.com/windows/nanoserver";
    static final String PINNED = REPOSITORY + "@sha256:" + HEX;

    static final Surroundings.Owner OWN = new Surroundings.Owner(TENANT, "qa");
    static final Surroundings.Owner OTHER_STAGE = new Surroundings.Owner(TENANT, "production");
    static final Surroundings.Owner OTHER = new Surroundings.Owner(OTHER_TENANT, "qa");
    static final Surroundings.Owner NOBODY = new Surroundings.Owner(null, null);

    static final Surroundings SURROUNDINGS =
            new Surroundings(
                    Map.of(
                            "mine", OWN,
                            "mine-in-production", OTHER_STAGE,
                            "theirs", OTHER,
                            "nobodys", NOBODY),
                    Map.of(
                            "my-volume", OWN,
                            "my-production-volume", OTHER_STAGE,
                            "their-volume", OTHER,
                            "nobodys-volume", NOBODY),
                    Set.of("new-volume", "v", "data"),
                    Map.of(
                            "my-network", new Surroundings.Network("nat", false, OWN),
                            "their-network", new Surroundings.Network("nat", false, OTHER),
                            "wire", new Surroundings.Network("transparent", true, NOBODY)));

    private Requests() {}

    static MergedPolicy policy(Trust trust) {
        return Policies.merge(ReadyMade.floor(trust), ReadyMade.usual(trust));
    }

    static TargetHost host(HostSystem system) {
        return new TargetHost(
                HOST,
                POOL,
                system,
                Set.of(Isolation.PROCESS, Isolation.HYPERV),
                Isolation.PROCESS,
                system == HostSystem.WINDOWS ? "io.containerd.runhcs.v1" : "crun",
                8,
                List.of(),
                List.of());
    }

    /** A request without fault. */
    static Workload good(HostSystem system, Trust trust) {
        boolean windows = system == HostSystem.WINDOWS;
        HostConfigBuilder host =
                HostConfig.builder()
                        .isolation(Isolation.HYPERV)
                        .resources(
                                Resources.builder()
                                        .memory(1L << 30)
                                        .nanoCpus(1_000_000_000L)
                                        .pidsLimit(windows ? null : Long.valueOf(100))
                                        .build());
        if (windows) {
            host.storageOpt(Map.of("size", "20G"));
        } else {
            host.capDrop(List.of("ALL")).securityOpt(List.of("no-new-privileges"));
        }
        return new Workload(
                new Placement(TENANT, "qa", trust),
                host(system),
                CreateContainer.of(ContainerConfig.builder(PINNED).build(), host.build()),
                new ResolvedImage(
                        ImageDetails.builder()
                                .id(new Digest("sha256", HEX))
                                .repoDigests(List.of(PINNED))
                                .os(windows ? "windows" : "linux")
                                .config(
                                        ContainerConfig.builder("")
                                                .user(windows ? "ContainerUser" : "1000")
                                                .build())
                                .build(),
                        true,
                        Set.of()),
                SURROUNDINGS,
                null);
    }

    static Workload with(Workload workload, CreateContainer request) {
        return new Workload(
                workload.placement(),
                workload.host(),
                request,
                workload.image(),
                workload.surroundings(),
                workload.lifetime());
    }

    static UnaryOperator<Workload> host(UnaryOperator<HostConfigBuilder> change) {
        return workload ->
                with(
                        workload,
                        new CreateContainer(
                                workload.config(),
                                change.apply(workload.hostConfig().toBuilder()).build(),
                                workload.request().networkingConfig()));
    }

    static UnaryOperator<Workload> config(UnaryOperator<ContainerConfigBuilder> change) {
        return workload ->
                with(
                        workload,
                        new CreateContainer(
                                change.apply(workload.config().toBuilder()).build(),
                                workload.hostConfig(),
                                workload.request().networkingConfig()));
    }

    static UnaryOperator<Workload> resources(
            UnaryOperator<dev.mullion.docker.api.ResourcesBuilder> change) {
        return workload ->
                host(host ->
                                host.resources(
                                        change.apply(workload.hostConfig().resources().toBuilder())
                                                .build()))
                        .apply(workload);
    }

    static UnaryOperator<Workload> endpoint(String network, EndpointSettings endpoint) {
        return workload ->
                with(
                        workload,
                        new CreateContainer(
                                workload.config(),
                                workload.hostConfig(),
                                new NetworkingConfig(Map.of(network, endpoint))));
    }

    static UnaryOperator<Workload> on(UnaryOperator<TargetHost> change) {
        return workload ->
                new Workload(
                        workload.placement(),
                        change.apply(workload.host()),
                        workload.request(),
                        workload.image(),
                        workload.surroundings(),
                        workload.lifetime());
    }

    static UnaryOperator<Workload> image(UnaryOperator<ResolvedImage> change) {
        return workload ->
                new Workload(
                        workload.placement(),
                        workload.host(),
                        workload.request(),
                        change.apply(workload.image()),
                        workload.surroundings(),
                        workload.lifetime());
    }

    static UnaryOperator<Workload> imageConfig(UnaryOperator<ContainerConfigBuilder> change) {
        return image(image ->
                new ResolvedImage(
                        image.details().toBuilder()
                                .config(change.apply(image.details().config().toBuilder()).build())
                                .build(),
                        image.catalogue(),
                        image.tenants()));
    }

    static TargetHost sharedWith(TargetHost host, Trust... others) {
        return new TargetHost(
                host.id(),
                host.pool(),
                host.system(),
                host.isolations(),
                host.defaultIsolation(),
                host.runtime(),
                host.processors(),
                host.engineOwns(),
                List.of(others).stream()
                        .map(trust -> new TargetHost.Sharer(OTHER_TENANT, trust))
                        .toList());
    }

    static TargetHost offering(TargetHost host, Isolation... isolations) {
        return new TargetHost(
                host.id(),
                host.pool(),
                host.system(),
                Set.of(isolations),
                host.defaultIsolation(),
                host.runtime(),
                host.processors(),
                host.engineOwns(),
                host.sharedWith());
    }
}
