package dev.mullion.backend.image;

import dev.mullion.docker.api.HistoryEntry;
import dev.mullion.docker.api.ImageDetails;
import java.util.List;

/**
 * All about one image.
 *
 * @param history the steps that made it, the newest first, as the engine gives them
 * @param layers the layers with content, the lowest first
 */
public record ImageView(
        ImageRow row, ImageDetails details, List<HistoryEntry> history, List<LayerView> layers) {

    public ImageView {
        history = List.copyOf(history);
        layers = List.copyOf(layers);
    }
}
