package dev.mullion.engine;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.container.ProcessWatch;
import dev.mullion.engine.exec.Execs;
import dev.mullion.engine.stream.Streams;
import java.io.IOException;
import java.util.List;

/** Tells clients' streams and the processes beside the first one how containers fare. */
final class ProcessLinks implements ProcessWatch {

    private final Streams streams;
    private final Execs execs;

    ProcessLinks(Streams streams, Execs execs) {
        this.streams = streams;
        this.execs = execs;
    }

    @Override
    public void created(ContainerId id) throws IOException {
        streams.created(id);
    }

    @Override
    public void ended(ContainerId id) {
        streams.ended(id);
        execs.ended(id);
    }

    @Override
    public void removed(ContainerId id) {
        streams.removed(id);
        execs.removed(id);
    }

    @Override
    public List<String> execs(ContainerId id) {
        return execs.ids(id);
    }
}
