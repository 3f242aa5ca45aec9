package dev.mullion.frontend.host;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasComponents;
import com.vaadin.flow.component.html.Span;
import dev.mullion.backend.host.HostFacts;
import dev.mullion.backend.host.HostStatus;
import dev.mullion.backend.host.HostView;
import dev.mullion.frontend.frame.NameText;
import dev.mullion.frontend.frame.RelativeTime;
import dev.mullion.frontend.frame.StateBadge;
import dev.mullion.frontend.frame.StateWord;
import dev.mullion.frontend.frame.Tone;
import dev.mullion.frontend.frame.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the pages speak of a host. */
final class HostWords {

    /** A card or header stays readable: further labels are counted. */
    private static final int MOST_LABELS = 8;

    private HostWords() {}

    static void show(StateBadge badge, HostView view) {
        StateWord state = StateWord.of(view.status().state());
        badge.show(state.tone(), state.word());
        String reason = view.status().reason();
        if (reason != null) {
            badge.because(reason);
        }
    }

    static StateBadge emulatedBadge() {
        return new StateBadge(Tone.WARNING, "EMULATED")
                .because(
                        "This host runs on the emulator for development. Nothing on it runs for real.");
    }

    static String system(HostFacts facts) {
        return VisibleText.of(
                facts.operatingSystem() + " · " + facts.engine() + " " + facts.engineVersion());
    }

    /** Since when a host is away, why, and when the next attempt is; as parts of one paragraph. */
    static List<Component> trouble(HostView view) {
        HostStatus status = view.status();
        List<Component> parts = new ArrayList<>();
        String reason = status.reason();
        if (reason != null) {
            parts.add(new Span(VisibleText.of(reason) + " "));
        }
        if (status.lastSeen() == null) {
            parts.add(new Span("Never seen yet."));
        } else {
            parts.add(new Span("Last seen "));
            parts.add(new RelativeTime(status.lastSeen()));
            parts.add(new Span("; what follows is from then."));
        }
        if (status.nextAttempt() != null) {
            parts.add(new Span(" Next attempt "));
            parts.add(new RelativeTime(status.nextAttempt()));
            parts.add(new Span("."));
        }
        return parts;
    }

    static void addLabels(HasComponents place, Map<String, String> labels) {
        labels.entrySet().stream()
                .limit(MOST_LABELS)
                .forEach(label -> {
                    NameText chip =
                            new NameText(
                                    label.getValue().isEmpty()
                                            ? label.getKey()
                                            : label.getKey() + "=" + label.getValue());
                    chip.addClassName("label-chip");
                    place.add(chip);
                });
        if (labels.size() > MOST_LABELS) {
            Span more = new Span("+" + (labels.size() - MOST_LABELS));
            more.addClassName("label-chip");
            place.add(more);
        }
    }
}
