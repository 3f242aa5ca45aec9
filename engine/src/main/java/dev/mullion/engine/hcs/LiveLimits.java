package dev.mullion.engine.hcs;

import dev.mullion.engine.runtime.NotOfferedException;
import dev.mullion.engine.runtime.ResourceLimits;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.document.ComputeSystemDocument.Processor;
import dev.mullion.hcs.document.HcsJson;
import dev.mullion.hcs.document.Modification;
import java.io.IOException;

/** Changes the limits of running containers, as far as Windows does. */
final class LiveLimits {

    /** Processor limits of running containers can be changed from this build on. */
    private static final int LIVE_PROCESSOR = 19042;

    private final Means means;
    private final WindowsHost host;

    LiveLimits(Means means, WindowsHost host) {
        this.means = means;
        this.host = host;
    }

    void update(WindowsContainer container, ResourceLimits limits) throws IOException {
        OpenSystem system = container.requireSystem();
        if (!container.isProcessIsolated()) {
            throw new NotOfferedException(
                    "The limits of a running container in Hyper-V isolation can't be changed; stop"
                            + " it, change them, and start it again");
        }
        ResourceLimits before = container.limits().orElse(limits);
        if (before.ioMaximumOperations() != limits.ioMaximumOperations()
                || before.ioMaximumBandwidth() != limits.ioMaximumBandwidth()) {
            throw new NotOfferedException(
                    "Limits of input and output can't be changed while a Windows container runs");
        }
        Processor processor = CpuLimits.ofProcess(limits, host.processors()).processor();
        if (processor != null && host.version().build() < LIVE_PROCESSOR) {
            throw new NotOfferedException(
                    "This Windows (build "
                            + host.version().build()
                            + ") can't change the processor limits of running containers; build "
                            + LIVE_PROCESSOR
                            + " can");
        }
        try {
            if (limits.memory() > 0) {
                modify(system, Modification.memory(Documents.megabytes(limits.memory())));
            }
            if (processor != null) {
                modify(system, Modification.processor(processor));
            }
        } catch (HcsException e) {
            throw Failures.of("Changing the limits of container " + container.id(), e);
        }
    }

    private void modify(OpenSystem system, Modification change) throws IOException {
        means.calls()
                .run(
                        "Changing " + system,
                        means.limits().request(),
                        () -> system.system().modify(HcsJson.write(change)));
    }
}
