package dev.mullion.backend.image;

import dev.mullion.docker.Digest;
import dev.mullion.docker.api.HistoryEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Puts an image's history and its layers side by side. An engine gives sizes with the steps of the
 * history and hashes with the layers, and doesn't say which step made which layer: only that both
 * are in the same order, and that some steps made none.
 */
final class LayerStack {

    /** Steps that only write into the image's configuration, as the known builders put them. */
    private static final Pattern CONFIGURES =
            Pattern.compile(
                    "(?s)(?:/bin/sh -c #\\(nop\\)\\s+|cmd /S /C #\\(nop\\)\\s+)?"
                            + "(?:ARG|CMD|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD"
                            + "|SHELL|STOPSIGNAL|USER|VOLUME)\\b.*");

    private static final Pattern WORKDIR =
            Pattern.compile(
                    "(?s)(?:/bin/sh -c #\\(nop\\)\\s+|cmd /S /C #\\(nop\\)\\s+)?WORKDIR\\b.*");

    private LayerStack() {}

    /**
     * The layers, the lowest first.
     *
     * @param diffIds the hashes of the layers, the lowest first
     * @param history the steps, the newest first
     * @param others the hashes of the layers of the other images on the host
     */
    static List<LayerView> of(
            List<Digest> diffIds, List<HistoryEntry> history, Map<ImageKey, List<Digest>> others) {
        List<HistoryEntry> steps = history.reversed();
        List<Predicate<HistoryEntry>> guesses =
                List.of(
                        step -> step.size() > 0,
                        step -> step.size() > 0 || (!configures(step) && !workdir(step)),
                        step -> step.size() > 0 || !configures(step),
                        _ -> true);
        for (Predicate<HistoryEntry> guess : guesses) {
            List<HistoryEntry> made = steps.stream().filter(guess).toList();
            if (made.size() == diffIds.size()) {
                return matched(diffIds, made, others);
            }
        }
        return unmatched(steps);
    }

    private static boolean configures(HistoryEntry step) {
        return CONFIGURES.matcher(step.createdBy()).matches();
    }

    private static boolean workdir(HistoryEntry step) {
        return WORKDIR.matcher(step.createdBy()).matches();
    }

    private static List<LayerView> matched(
            List<Digest> diffIds, List<HistoryEntry> made, Map<ImageKey, List<Digest>> others) {
        List<LayerView> layers = new ArrayList<>();
        for (int i = 0; i < diffIds.size(); i++) {
            HistoryEntry step = made.get(i);
            layers.add(
                    new LayerView(
                            i,
                            diffIds.get(i),
                            Math.max(0, step.size()),
                            step.createdBy(),
                            step.createdAt(),
                            sharing(diffIds, i, others)));
        }
        return layers;
    }

    /** A layer is shared only by images that have the same ones below it, too. */
    private static Set<ImageKey> sharing(
            List<Digest> diffIds, int index, Map<ImageKey, List<Digest>> others) {
        List<Digest> upToHere = diffIds.subList(0, index + 1);
        Set<ImageKey> sharing = new HashSet<>();
        others.forEach((key, layers) -> {
            if (layers.size() > index && layers.subList(0, index + 1).equals(upToHere)) {
                sharing.add(key);
            }
        });
        return sharing;
    }

    private static List<LayerView> unmatched(List<HistoryEntry> steps) {
        List<LayerView> layers = new ArrayList<>();
        for (HistoryEntry step : steps) {
            if (step.size() > 0) {
                layers.add(
                        new LayerView(
                                layers.size(),
                                null,
                                step.size(),
                                step.createdBy(),
                                step.createdAt(),
                                Set.of()));
            }
        }
        return layers;
    }
}
