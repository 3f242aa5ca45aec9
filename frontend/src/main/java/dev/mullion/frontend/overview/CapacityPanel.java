package dev.mullion.frontend.overview;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.mullion.backend.host.HostFacts;
import dev.mullion.backend.host.HostView;
import dev.mullion.frontend.frame.ByteSize;
import dev.mullion.frontend.frame.LiveList;
import dev.mullion.frontend.frame.NameText;
import dev.mullion.frontend.frame.StateBadge;
import dev.mullion.frontend.frame.StateWord;
import dev.mullion.frontend.frame.Tone;
import java.util.List;

/** What each host brings, on a line. */
final class CapacityPanel extends Section {

    private static final int MOST = 10;

    private final LiveList<HostView, Line> lines;

    CapacityPanel() {
        addClassName("panel");
        UnorderedList list = new UnorderedList();
        list.addClassName("lines");
        lines = new LiveList<>(list, view -> view.host().id(), view -> new Line(), Line::show);
        add(new Header(new H2("Hosts"), new Anchor("hosts", "All hosts")), list);
    }

    void show(List<HostView> hosts) {
        lines.show(hosts.stream().limit(MOST).toList());
    }

    /** One host and its share of the whole. */
    private static final class Line extends ListItem {

        private final NameText name = new NameText("");
        private final Anchor link = new Anchor();
        private final StateBadge badge = new StateBadge(Tone.UNKNOWN, "");
        private final Span detail = new Span();

        Line() {
            addClassName("line");
            link.add(name);
            link.addClassName("line-name");
            Div subject = new Div(link);
            subject.addClassName("line-subject");
            detail.addClassNames("secondary", "line-detail");
            add(subject, detail, badge);
        }

        void show(HostView view) {
            name.show(view.host().name());
            link.setHref("hosts/" + view.host().id());
            StateWord state = StateWord.of(view.status().state());
            badge.show(state.tone(), state.word());
            HostFacts facts = view.facts();
            String machine =
                    facts == null
                            ? ""
                            : facts.cpus() + " CPUs · " + new ByteSize(facts.memoryBytes()) + " · ";
            detail.setText(machine + view.running() + " of " + view.containers() + " running");
        }
    }
}
