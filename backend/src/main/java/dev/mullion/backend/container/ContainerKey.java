package dev.mullion.backend.container;

import dev.mullion.backend.host.HostId;
import dev.mullion.docker.ContainerId;
import dev.mullion.security.Resource;

/** Names one container on one host; its text form is {@code {host's uuid}.{64 hex digits}}. */
public record ContainerKey(HostId host, ContainerId id) implements Resource {

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when {@code text} is anything else
     */
    public static ContainerKey of(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException(
                    "A container key has a dot between the host's id and the container's");
        }
        return new ContainerKey(
                HostId.of(text.substring(0, dot)), ContainerId.of(text.substring(dot + 1)));
    }

    @Override
    public String path() {
        return host.path() + "/containers/" + id;
    }

    @Override
    public String toString() {
        return host + "." + id;
    }
}
