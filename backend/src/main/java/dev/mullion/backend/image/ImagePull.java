package dev.mullion.backend.image;

import dev.mullion.backend.activity.ActivityContext;
import dev.mullion.backend.activity.ActivityWork;
import dev.mullion.backend.host.HostGateway;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Platform;
import dev.mullion.docker.api.PullProgress;
import dev.mullion.docker.client.DockerStream;
import dev.mullion.docker.client.EngineRefusedException;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Pulls an image to a host. Doing it again is harmless: the engine keeps the layers it has. */
@Component
class ImagePull implements ActivityWork {

    private final HostGateway gateway;
    private final LiveChanges changes;

    ImagePull(HostGateway gateway, LiveChanges changes) {
        this.gateway = gateway;
        this.changes = changes;
    }

    @Override
    public String kind() {
        return ImageService.PULL;
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public void run(ActivityContext context) {
        var host = HostId.of(context.parameter(ImageService.PULL_HOST));
        var reference = ImageReference.of(context.parameter(ImageService.PULL_REFERENCE));
        var platform =
                Optional.ofNullable(context.parameters().get(ImageService.PULL_PLATFORM))
                        .map(Platform::of)
                        .orElse(null);
        var asked = "pull " + reference.familiar() + " on " + gateway.name(host);
        var ledger = new PullLedger(reference.familiar());
        gateway.run(
                host,
                asked,
                client -> {
                    try (var stream = client.images().pull(reference, platform, null)) {
                        context.onCancel(stream::close);
                        follow(stream, ledger, context);
                    } catch (EngineRefusedException e) {
                        throw PullProblems.of(asked, e)
                                .orElseGet(() -> gateway.problem(host, asked, e));
                    }
                });
        if (context.cancelled()) {
            return;
        }
        if (!ledger.concluded()) {
            throw PullProblems.cutOff(asked, gateway.name(host));
        }
        context.outcome(ledger.outcome());
        gateway.lookAtImages(host);
        changes.publish(Topic.IMAGES);
    }

    private static void follow(
            DockerStream<PullProgress> stream, PullLedger ledger, ActivityContext context) {
        context.progress(ledger.progress());
        while (stream.hasNext()) {
            ledger.take(stream.next());
            context.progress(ledger.progress());
        }
    }
}
