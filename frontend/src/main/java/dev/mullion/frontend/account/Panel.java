package dev.mullion.frontend.account;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Section;

/** One part of the profile under a heading of its own. */
class Panel extends Section {

    Panel(String heading) {
        addClassNames("panel", "account-panel");
        add(new Header(new H2(heading)));
    }

    final Panel with(Component... components) {
        add(components);
        return this;
    }
}
