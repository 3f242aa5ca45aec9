package dev.mullion.frontend.tenant;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import dev.mullion.security.Trust;

/** The choice of a trust level, each with what it means. */
final class TrustField extends RadioButtonGroup<Trust> {

    TrustField(String id) {
        super("How far it is trusted");
        setId(id);
        addClassName("isolation-choice");
        setItems(Trust.values());
        setRenderer(
                new ComponentRenderer<>(trust -> {
                    Span word = new Span(TrustWords.word(trust));
                    word.addClassName("choice-word");
                    Span why = new Span(TrustWords.meaning(trust));
                    why.addClassName("choice-why");
                    return new Div(word, why);
                }));
    }
}
