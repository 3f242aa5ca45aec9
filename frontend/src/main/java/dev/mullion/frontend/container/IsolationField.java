package dev.mullion.frontend.container;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import dev.mullion.backend.host.IsolationOffer;
import dev.mullion.backend.host.LaunchPlace;
import dev.mullion.docker.Isolation;
import dev.mullion.frontend.frame.IsolationBadge;
import dev.mullion.frontend.frame.VisibleText;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The choice of an isolation. Every kind is shown; what the host can't do and what policies are
 * against can't be chosen, and says why.
 */
final class IsolationField extends RadioButtonGroup<Isolation> {

    static final String ID = "launch-isolation";

    private transient @Nullable LaunchPlace place;
    private transient Map<Isolation, String> refusals = Map.of();
    private @Nullable Isolation meant;

    IsolationField() {
        super("Isolation");
        setId(ID);
        addClassName("isolation-choice");
        setItems(Isolation.DEFAULT, Isolation.PROCESS, Isolation.HYPERV);
        setValue(Isolation.DEFAULT);
        show();
    }

    /** Shows what a host can do. */
    void on(@Nullable LaunchPlace host) {
        place = host;
        refusals = Map.of();
        meant = null;
        show();
    }

    /**
     * Shows what policies say.
     *
     * @param against sentences against the kinds that are refused
     * @param byDefault what it will be if nobody chooses; null if that isn't known
     */
    void judge(Map<Isolation, String> against, @Nullable Isolation byDefault) {
        if (!against.equals(refusals) || byDefault != meant) {
            refusals = Map.copyOf(against);
            meant = byDefault;
            show();
        }
    }

    private void show() {
        setRenderer(
                new ComponentRenderer<>(kind -> {
                    Span word = new Span(IsolationBadge.word(kind));
                    word.addClassName("choice-word");
                    Span why = new Span(VisibleText.of(sentence(kind)));
                    why.addClassName("choice-why");
                    Div choice = new Div(word, why);
                    choice.setId(ID + "-" + kind.wire());
                    return choice;
                }));
        setItemEnabledProvider(this::possible);
        Isolation chosen = getValue();
        if (chosen != null && !possible(chosen)) {
            setValue(Isolation.DEFAULT);
        }
    }

    private boolean possible(Isolation kind) {
        return offer(kind).map(IsolationOffer::offered).orElse(true)
                // somebody who left the choice to others has to be able to come back to that
                && (kind == Isolation.DEFAULT || !refusals.containsKey(kind));
    }

    private String sentence(Isolation kind) {
        Optional<IsolationOffer> offer = offer(kind);
        if (offer.isPresent() && !offer.get().offered()) {
            return "Not on this host: " + offer.get().reason();
        }
        String refusal = refusals.get(kind);
        if (refusal != null) {
            return refusal;
        }
        return kind == Isolation.DEFAULT && meant != null && meant != Isolation.DEFAULT
                ? IsolationBadge.word(meant) + " here. " + IsolationBadge.meaning(meant)
                : IsolationBadge.meaning(kind);
    }

    private Optional<IsolationOffer> offer(Isolation kind) {
        return place == null ? Optional.empty() : place.offer(kind);
    }
}
