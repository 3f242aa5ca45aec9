package dev.mullion.engine.container;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.runtime.CreatedProcess;
import dev.mullion.engine.runtime.EndpointSpec;
import dev.mullion.engine.runtime.NetworkDriver;
import dev.mullion.engine.runtime.NetworkSpec;
import dev.mullion.engine.runtime.NetworkUsage;
import java.util.List;
import java.util.Map;

/** Networks without devices. */
final class NoDevices implements NetworkDriver {

    @Override
    public void ensure(NetworkSpec network) {}

    @Override
    public void remove(NetworkSpec network) {}

    @Override
    public void prepare(ContainerId id, EndpointSpec endpoint) {}

    @Override
    public void join(ContainerId id, EndpointSpec endpoint, CreatedProcess process) {}

    @Override
    public void joinNothing(CreatedProcess process) {}

    @Override
    public List<String> reachable(String except) {
        return List.of();
    }

    @Override
    public void release(ContainerId id, EndpointSpec endpoint) {}

    @Override
    public Map<String, NetworkUsage> usage(ContainerId id, long pid) {
        return Map.of();
    }

    @Override
    public void recover(List<NetworkSpec> networks, Map<ContainerId, EndpointSpec> endpoints) {}
}
