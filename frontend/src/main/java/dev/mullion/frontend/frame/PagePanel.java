package dev.mullion.frontend.frame;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Section;

/** A part of a page under a heading of its own, with what can be done to it beside that. */
public class PagePanel extends Section {

    private final Div beside = new Div();

    public PagePanel(String heading, Component... content) {
        addClassName("panel");
        beside.addClassName("actions");
        add(new Header(new H2(heading), beside));
        add(content);
    }

    /** Puts buttons or a few words at the other end of the heading's line. */
    public final PagePanel beside(Component... components) {
        beside.add(components);
        return this;
    }
}
