package dev.mullion.backend.image;

import dev.mullion.backend.activity.Progress;
import dev.mullion.backend.activity.Step;
import dev.mullion.docker.api.PullProgress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Adds up what an engine says while it pulls an image: a line a layer at a time becomes one
 * progress of the whole. Used by one thread.
 */
final class PullLedger {

    /** Where a layer stands; the words are what people read. */
    private enum Phase {
        WAITING,
        DOWNLOADING,
        DOWNLOADED,
        EXTRACTING,
        COMPLETE,
        /** The host had it before. */
        PRESENT;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean done() {
            return this == COMPLETE || this == PRESENT;
        }
    }

    private static final class Layer {
        private Phase phase = Phase.WAITING;
        private long downloaded;
        private long size;
        private long shownCurrent;
        private long shownTotal;

        void enter(Phase next) {
            phase = next;
            if (next.done() || next == Phase.DOWNLOADED) {
                downloaded = size;
                shownCurrent = size;
                shownTotal = size;
            }
        }

        void count(PullProgress.Detail detail) {
            // while a layer is extracted, some engines count seconds
            boolean bytes = detail.units() == null || detail.units().isEmpty();
            if (!bytes) {
                return;
            }
            if (phase != Phase.DOWNLOADING && phase != Phase.EXTRACTING) {
                return;
            }
            shownCurrent = detail.current();
            shownTotal = detail.total();
            if (phase == Phase.DOWNLOADING) {
                downloaded = detail.current();
                size = Math.max(size, Math.max(detail.total(), detail.current()));
            } else if (size == 0) {
                // a layer that came in one piece was never said to be downloading
                size = detail.total();
                downloaded = size;
            }
        }

        /** Layers that come in one piece end without having told their size. */
        boolean sizeKnown() {
            return size > 0 || phase != Phase.WAITING;
        }
    }

    /** More than any image has; an engine that tells of more is not kept count of. */
    private static final int MOST_LAYERS = 500;

    private final String what;
    private final Map<String, Layer> layers = new LinkedHashMap<>();
    private String digest = "";
    private String conclusion = "";

    /**
     * @param what the image as people know it
     */
    PullLedger(String what) {
        this.what = what;
    }

    /** Takes one line of the engine in. */
    void take(PullProgress line) {
        var id = line.id();
        var status = line.status();
        if (id == null) {
            if (status.startsWith("Digest: ")) {
                digest = status.substring("Digest: ".length()).strip();
            } else if (status.startsWith("Status: ")) {
                conclusion = status.substring("Status: ".length()).strip();
            }
            return;
        }
        if (layers.size() >= MOST_LAYERS && !layers.containsKey(id)) {
            return;
        }
        phase(status)
                .ifPresent(phase -> {
                    var layer = layers.computeIfAbsent(id, unseen -> new Layer());
                    layer.enter(phase);
                    if (line.detail() != null) {
                        layer.count(line.detail());
                    }
                });
    }

    private static Optional<Phase> phase(String status) {
        return Optional.ofNullable(
                switch (status) {
                    case "Pulling fs layer", "Waiting" -> Phase.WAITING;
                    case "Downloading" -> Phase.DOWNLOADING;
                    case "Verifying Checksum", "Download complete" -> Phase.DOWNLOADED;
                    case "Extracting" -> Phase.EXTRACTING;
                    case "Pull complete" -> Phase.COMPLETE;
                    case "Already exists" -> Phase.PRESENT;
                    default -> status.startsWith("Retrying in ") ? Phase.WAITING : null;
                });
    }

    /** Whether the engine has said that it is done; a stream that ends before was cut off. */
    boolean concluded() {
        return !conclusion.isEmpty();
    }

    /** What came of it, once {@link #concluded()}. */
    String outcome() {
        boolean news = !conclusion.startsWith("Image is up to date");
        var text = news ? "Pulled " + what : what + " was there already, and is up to date";
        return digest.isEmpty() ? text + "." : text + " (" + digest + ").";
    }

    /**
     * The progress of the whole, in bytes downloaded. The total is 0 (unknown) until the engine has
     * told the size of every layer: it does so only when a layer's download begins.
     */
    Progress progress() {
        long current = 0;
        long total = 0;
        boolean allKnown = !layers.isEmpty();
        int done = 0;
        boolean extracting = false;
        List<Step> steps = new ArrayList<>(layers.size());
        for (var entry : layers.entrySet()) {
            var layer = entry.getValue();
            current += layer.downloaded;
            total += layer.size;
            allKnown &= layer.sizeKnown();
            done += layer.phase.done() ? 1 : 0;
            extracting |= layer.phase == Phase.EXTRACTING;
            steps.add(
                    new Step(
                            entry.getKey(),
                            layer.phase.word(),
                            layer.shownCurrent,
                            layer.shownTotal));
        }
        return new Progress(current, allKnown ? total : 0, message(done, extracting), steps);
    }

    private String message(int done, boolean extracting) {
        if (concluded()) {
            return outcome();
        }
        if (layers.isEmpty()) {
            return "Asking the registry for " + what;
        }
        var verb =
                done == layers.size()
                        ? "Finishing"
                        : extracting ? "Downloading and extracting" : "Downloading";
        return "%s %s: %d of %d layers complete".formatted(verb, what, done, layers.size());
    }
}
