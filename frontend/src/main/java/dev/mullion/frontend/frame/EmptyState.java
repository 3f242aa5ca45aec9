package dev.mullion.frontend.frame;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;

/** What stands where nothing is yet: what the place is for, and the first step. */
public final class EmptyState extends Div {

    public EmptyState(Glyph glyph, String title, String sentence, Component... firstSteps) {
        addClassName("empty-state");
        Div picture = new Div(glyph.create());
        picture.addClassName("empty-picture");
        Div actions = new Div(firstSteps);
        actions.addClassName("actions");
        actions.setVisible(firstSteps.length > 0);
        add(picture, new H2(title), new Paragraph(sentence), actions);
    }
}
