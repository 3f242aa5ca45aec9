package dev.mullion.frontend.frame;

import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import dev.mullion.backend.host.Host;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostView;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The hosts a list is narrowed to; none chosen means all of them. */
public final class HostChoice extends MultiSelectComboBox<Host> {

    private static final long serialVersionUID = 1L;

    private transient List<Host> offered = List.of();
    private boolean offering;

    /**
     * A choice of nothing yet.
     *
     * @param onChange run when the person has chosen otherwise
     */
    public HostChoice(Runnable onChange) {
        setAriaLabel("Only on these hosts");
        setPlaceholder("Any host");
        setItemLabelGenerator(host -> VisibleText.of(host.name()));
        addValueChangeListener(change -> {
            if (!offering) {
                onChange.run();
            }
        });
    }

    /** Takes the place of what was chosen, whatever is offered. */
    public void choose(List<HostView> hosts, Set<HostId> chosen) {
        offered = List.of();
        offer(hosts, chosen);
    }

    /** A host that was added or removed meanwhile comes and goes here, too; the choice stays. */
    public void offer(List<HostView> hosts, Set<HostId> chosen) {
        List<Host> now = hosts.stream().map(HostView::host).toList();
        if (now.equals(offered)) {
            return;
        }
        offered = now;
        offering = true;
        setItems(now);
        setValue(
                now.stream()
                        .filter(host -> chosen.contains(host.id()))
                        .collect(Collectors.toSet()));
        offering = false;
    }

    public Set<HostId> chosen() {
        return getValue().stream().map(Host::id).collect(Collectors.toSet());
    }
}
