package dev.mullion.frontend.account;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;

/** A page for somebody who is not in yet: one card, nothing of the frame. */
@StyleSheet("assets/account.css")
abstract class Doorstep extends Main {

    private final Div card = new Div();

    Doorstep(String title, String lead) {
        addClassName("doorstep");
        card.addClassName("doorstep-card");
        var mark = new Image("assets/mullion.svg", "");
        var brand = new Span(mark, new Span("Mullion"));
        brand.addClassName("doorstep-brand");
        card.add(brand, new H1(title));
        if (!lead.isEmpty()) {
            card.add(new Paragraph(lead));
        }
        super.add(card);
    }

    final void onCard(Component... components) {
        card.add(components);
    }
}
