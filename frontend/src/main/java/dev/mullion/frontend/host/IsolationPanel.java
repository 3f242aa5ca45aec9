package dev.mullion.frontend.host;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.UnorderedList;
import dev.mullion.backend.host.HostFacts;
import dev.mullion.backend.host.IsolationOffer;
import dev.mullion.frontend.frame.IsolationBadge;
import dev.mullion.frontend.frame.StateBadge;
import dev.mullion.frontend.frame.Tone;
import dev.mullion.frontend.frame.VisibleText;
import org.jspecify.annotations.Nullable;

/** Which isolation a host can give a container, and why not where it can't. */
final class IsolationPanel extends Section {

    private final UnorderedList offers = new UnorderedList();

    IsolationPanel() {
        addClassName("panel");
        offers.addClassName("offers");
        add(new Header(new H2("Isolation")), offers);
    }

    void show(@Nullable HostFacts facts) {
        offers.removeAll();
        setVisible(facts != null && !facts.isolation().isEmpty());
        if (facts != null) {
            facts.isolation().forEach(offer -> offers.add(line(offer)));
        }
    }

    private static ListItem line(IsolationOffer offer) {
        Div head =
                new Div(
                        new IsolationBadge(offer.isolation()),
                        offer.offered()
                                ? new StateBadge(Tone.GOOD, "Offered")
                                : new StateBadge(Tone.QUIET, "Not offered"));
        head.addClassName("badges");
        ListItem line = new ListItem(head);
        if (!offer.reason().isBlank()) {
            line.add(new Paragraph(VisibleText.of(sentence(offer.reason()))));
        }
        Paragraph meaning = new Paragraph(IsolationBadge.meaning(offer.isolation()));
        meaning.addClassName("secondary");
        line.add(meaning);
        return line;
    }

    private static String sentence(String words) {
        return words.endsWith(".") ? words : words + ".";
    }
}
