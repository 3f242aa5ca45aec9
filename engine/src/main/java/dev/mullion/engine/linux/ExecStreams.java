package dev.mullion.engine.linux;

import dev.mullion.engine.linux.process.Descriptor;
import dev.mullion.engine.runtime.ProcessStreams;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pipes to a process, or its terminal. */
final class ExecStreams implements ProcessStreams {

    private record End(Descriptor file, Source source) {}

    private final List<End> outputs = new ArrayList<>();
    private final @Nullable Descriptor input;
    private final List<Descriptor> all = new ArrayList<>();
    private final boolean terminal;

    /**
     * Takes over the files.
     *
     * @param output its output
     * @param errors its errors; null if they come with the output
     * @param input its input; null if it has none
     */
    ExecStreams(Descriptor output, @Nullable Descriptor errors, @Nullable Descriptor input) {
        this.input = input;
        this.terminal = errors == null;
        outputs.add(new End(output, Source.OUTPUT));
        all.add(output);
        if (errors != null) {
            outputs.add(new End(errors, Source.ERRORS));
            all.add(errors);
        }
        if (input != null) {
            all.add(input);
        }
    }

    @Override
    public Source read(ByteBuffer into) throws IOException {
        while (!outputs.isEmpty()) {
            for (End end : List.copyOf(outputs)) {
                int count = end.file().readNow(into);
                if (count > 0) {
                    into.flip();
                    // the other one comes first next time, so that neither has to wait for ever
                    outputs.remove(end);
                    outputs.addLast(end);
                    return end.source();
                }
                if (count < 0) {
                    outputs.remove(end);
                }
            }
            if (!outputs.isEmpty()) {
                Descriptor.awaitAny(outputs.stream().map(End::file).toList());
            }
        }
        into.clear().limit(0);
        return Source.END;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        if (input == null) {
            throw new ClosedChannelException();
        }
        input.write(bytes);
    }

    @Override
    public void closeInput() {
        if (input != null && !terminal) {
            input.close();
        }
    }

    @Override
    public void close() {
        all.forEach(Descriptor::close);
    }
}
