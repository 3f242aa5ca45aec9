package dev.mullion.frontend.frame;

import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.html.Span;

/** A state as a colour, a shape and a word. */
@Tag("span")
public final class StateBadge extends Span {

    private Tone tone;

    public StateBadge(Tone tone, String word) {
        super(word);
        this.tone = tone;
        addClassNames("state-badge", tone.className());
    }

    /**
     * Shows another state in place, without a new element, so that a reader's place in the page is
     * kept.
     */
    public void show(Tone newTone, String word) {
        if (newTone != tone) {
            removeClassName(tone.className());
            addClassName(newTone.className());
            tone = newTone;
        }
        if (!word.equals(getText())) {
            setText(word);
        }
    }

    /** A sentence that explains the state, shown on hover and read out after the word. */
    public StateBadge because(String sentence) {
        setTitle(VisibleText.of(sentence));
        return this;
    }

    public Tone tone() {
        return tone;
    }
}
