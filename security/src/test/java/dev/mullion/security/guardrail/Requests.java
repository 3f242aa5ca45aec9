package dev.mullion.security.guardrail;

import dev.mullion.docker.Digest;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.ContainerConfigBuilder;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.HostConfigBuilder;
import dev.mullion.docker.api.ImageDetails;
import dev.mullion.security.Trust;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Requests that nothing is against, to be changed in one place. */
final class Requests {

    static final UUID TENANT = new UUID(0x7e4a17, 1);
    static final UUID OTHER_TENANT = new UUID(0x7e4a17, 2);
    static final UUID HOST = new UUID(0x4057, 1);
    static final String HEX = "0123456789abcdef".repeat(4);

    private Requests() {}

    static MergedPolicy policy(Trust trust) {
        return Policies.merge(ReadyMade.floor(trust), ReadyMade.usual(trust));
    }

    static TargetHost host(TargetHost.HostSystem system) {
        return new TargetHost(
                HOST,
                null,
                system,
                Set.of(Isolation.PROCESS, Isolation.HYPERV),
                Isolation.PROCESS,
                system == TargetHost.HostSystem.WINDOWS ? "io.containerd.runhcs.v1" : "crun",
                8,
                List.of());
    }

    static Workload windows(
            Trust trust,
            UnaryOperator<ContainerConfigBuilder> config,
            UnaryOperator<HostConfigBuilder> hostConfig) {
        return new Workload(
                new Placement(TENANT, "qa", trust),
                host(TargetHost.HostSystem.WINDOWS),
                CreateContainer.of(
                        config.apply(
                                        ContainerConfig.builder(
                                                "mcr.microsoft.com/windows/nanoserver"))
                                .build(),
                        hostConfig.apply(HostConfig.builder().isolation(Isolation.HYPERV)).build()),
                new ResolvedImage(
                        ImageDetails.builder()
                                .id(new Digest("sha256", HEX))
                                .os("windows")
                                .config(ContainerConfig.builder("").user("ContainerUser").build())
                                .build(),
                        true,
                        Set.of()),
                Surroundings.EMPTY,
                null);
    }
}
