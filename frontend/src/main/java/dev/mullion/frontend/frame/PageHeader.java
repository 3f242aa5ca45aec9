package dev.mullion.frontend.frame;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;

/**
 * The head of a page: its one first-level heading, what belongs beside it, and the page's actions.
 */
public final class PageHeader extends Div {

    private final NameText title;
    private final Div beside = new Div();
    private final Div actions = new Div();

    public PageHeader(String title) {
        this.title = new NameText(title);
        addClassName("page-header");
        beside.addClassName("beside-title");
        actions.addClassName("actions");
        Div heading = new Div(new H1(this.title), beside);
        heading.addClassName("heading");
        add(heading, actions);
    }

    public void setHeading(String heading) {
        title.show(heading);
    }

    /** Puts badges or a few words next to the heading. */
    public PageHeader beside(Component... components) {
        beside.add(components);
        return this;
    }

    public PageHeader actions(Component... components) {
        actions.add(components);
        return this;
    }
}
