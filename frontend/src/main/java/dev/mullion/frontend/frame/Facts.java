package dev.mullion.frontend.frame;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;

/** Facts as label and value, in as many columns as there is room for. */
public final class Facts extends Div {

    private final DescriptionList list = new DescriptionList();

    public Facts() {
        addClassName("facts");
        add(list);
    }

    /** Adds a fact; text from outside is shown as text. */
    public Facts with(String label, String value) {
        return with(label, new NameText(value.isBlank() ? "—" : value));
    }

    public Facts with(String label, Component value) {
        Div pair = new Div(new DescriptionList.Term(label), new DescriptionList.Description(value));
        list.add(pair);
        return this;
    }

    public void clear() {
        list.removeAll();
    }
}
