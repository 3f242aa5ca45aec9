package dev.mullion.frontend.host;

import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.UnorderedList;
import dev.mullion.backend.host.HostFacts;
import dev.mullion.backend.host.HostView;
import dev.mullion.frontend.frame.ByteSize;
import dev.mullion.frontend.frame.CopyableId;
import dev.mullion.frontend.frame.Facts;
import dev.mullion.frontend.frame.RelativeTime;
import dev.mullion.frontend.frame.VisibleText;
import org.jspecify.annotations.Nullable;

/** What a host is made of, as its engine tells. */
final class HostFactsPanel extends Section {

    private final Facts list = new Facts();
    private final Paragraph unknown =
            new Paragraph(
                    "The portal has not spoken with this host yet. What it is shows up here once it has.");
    private final UnorderedList warnings = new UnorderedList();

    HostFactsPanel() {
        addClassName("panel");
        unknown.addClassName("secondary");
        warnings.addClassName("warnings");
        add(new Header(new H2("About this host")), unknown, list, warnings);
    }

    void show(HostView view) {
        list.clear();
        HostFacts facts = view.facts();
        unknown.setVisible(facts == null);
        if (facts != null) {
            list.with("System", facts.operatingSystem());
            if (facts.osVersion() != null) {
                list.with("OS version", facts.osVersion().toString());
            }
            list.with("Kernel", facts.kernel());
            list.with("Engine", facts.engine() + " " + facts.engineVersion());
            list.with("API version", facts.apiVersion());
            list.with("Platform", facts.osType() + "/" + facts.architecture());
            list.with("Processors", Integer.toString(facts.cpus()));
            list.with("Memory", new ByteSize(facts.memoryBytes()).toSpan());
            list.with("Storage driver", facts.storageDriver());
        }
        String address = view.host().address().toString();
        list.with("Address", new CopyableId(address, address));
        list.with("Added", new RelativeTime(view.host().addedAt()));
        list.with("State since", new RelativeTime(view.status().since()));
        showWarnings(facts);
    }

    private void showWarnings(@Nullable HostFacts facts) {
        warnings.removeAll();
        if (facts != null) {
            facts.warnings()
                    .forEach(warning -> warnings.add(new ListItem(VisibleText.of(warning))));
        }
        warnings.setVisible(warnings.getComponentCount() > 0);
    }
}
