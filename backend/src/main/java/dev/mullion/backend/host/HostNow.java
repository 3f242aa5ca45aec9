package dev.mullion.backend.host;

import dev.mullion.docker.HostAddress;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.SystemInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * A host as it says it is at this moment: asked, and not remembered.
 *
 * @param facts what pages show of it, too
 * @param info all that its engine tells
 * @param ownDefault the isolation of containers that leave the choice to it; {@link
 *     Isolation#DEFAULT} if it doesn't tell
 */
public record HostNow(Host host, HostFacts facts, SystemInfo info, Isolation ownDefault) {

    /** Folders, sockets and pipes of its engine, as far as the portal knows of them. */
    public List<String> engineOwns() {
        List<String> owned = new ArrayList<>();
        if (info.dockerRootDir() != null) {
            owned.add(info.dockerRootDir());
        }
        switch (host.address()) {
            case HostAddress.UnixSocket socket -> owned.add(socket.path().toString());
            case HostAddress.NamedPipe pipe -> owned.add("\\\\.\\pipe\\" + pipe.name());
            case HostAddress.Tcp _ -> {}
        }
        return owned;
    }
}
