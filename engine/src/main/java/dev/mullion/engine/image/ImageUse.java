package dev.mullion.engine.image;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import java.util.Collection;
import java.util.List;

/** Says which containers stand on which images. Answers at once and from any thread. */
public interface ImageUse {

    /**
     * The containers made from an image.
     *
     * @param image its id
     * @return empty if there are none
     */
    List<Use> uses(Digest image);

    /**
     * The layers that containers stand on, base first, a list each; also of those whose image was
     * removed by force. Nothing in them goes.
     */
    Collection<List<Digest>> layers();

    /**
     * One container.
     *
     * @param container which
     * @param running whether it runs or is paused now
     */
    record Use(ContainerId container, boolean running) {}
}
