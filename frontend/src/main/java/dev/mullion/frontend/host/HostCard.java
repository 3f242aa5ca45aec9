package dev.mullion.frontend.host;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.RouterLink;
import dev.mullion.backend.host.HostFacts;
import dev.mullion.backend.host.HostView;
import dev.mullion.backend.host.IsolationOffer;
import dev.mullion.frontend.frame.ByteSize;
import dev.mullion.frontend.frame.Facts;
import dev.mullion.frontend.frame.IsolationBadge;
import dev.mullion.frontend.frame.NameText;
import dev.mullion.frontend.frame.StateBadge;
import dev.mullion.frontend.frame.Tone;

/** One host among the others; the whole card leads to its page. */
final class HostCard extends ListItem {

    private final NameText name = new NameText("");
    private final RouterLink link = new RouterLink();
    private final StateBadge state = new StateBadge(Tone.UNKNOWN, "");
    private final StateBadge emulated = HostWords.emulatedBadge();
    private final Paragraph system = new Paragraph();
    private final Paragraph trouble = new Paragraph();
    private final Facts figures = new Facts();
    private final Div foot = new Div();

    HostCard() {
        addClassName("card");
        link.add(name);
        link.addClassName("card-link");
        Span badges = new Span(emulated, state);
        badges.addClassName("badges");
        Div head = new Div(new H2(link), badges);
        head.addClassName("card-head");
        system.addClassName("secondary");
        trouble.addClassName("trouble");
        foot.addClassName("badges");
        add(head, system, trouble, figures, foot);
    }

    void show(HostView view) {
        name.show(view.host().name());
        link.setRoute(HostPage.class, view.host().id().value().toString());
        HostWords.show(state, view);
        HostFacts facts = view.facts();
        emulated.setVisible(facts != null && facts.emulated());
        system.setText(facts == null ? "Not seen yet" : HostWords.system(facts));
        trouble.removeAll();
        trouble.add(HostWords.trouble(view));
        trouble.setVisible(view.stale());
        showFigures(view);
        foot.removeAll();
        if (facts != null) {
            facts.isolation().stream()
                    .filter(IsolationOffer::offered)
                    .forEach(offer -> foot.add(new IsolationBadge(offer.isolation())));
        }
        HostWords.addLabels(foot, view.host().labels());
        foot.setVisible(foot.getComponentCount() > 0);
        setClassName("stale", view.stale());
    }

    private void showFigures(HostView view) {
        figures.clear();
        figures.with("Running", view.running() + " of " + view.containers());
        figures.with("Images", Integer.toString(view.images()));
        figures.with("Image data", new ByteSize(view.imageBytes()).toSpan());
    }
}
