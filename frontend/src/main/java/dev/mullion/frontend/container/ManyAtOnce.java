package dev.mullion.frontend.container;

import com.vaadin.flow.component.Component;
import dev.mullion.backend.container.ContainerRow;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.frontend.frame.Confirmation;
import dev.mullion.frontend.frame.HostWork;
import java.util.List;

/** Does one thing to many containers and lists what came of each. */
@org.springframework.stereotype.Component
class ManyAtOnce {

    private final ContainerService containers;
    private final HostWork work;

    ManyAtOnce(ContainerService containers, HostWork work) {
        this.containers = containers;
        this.work = work;
    }

    /** Asks first where something is lost. */
    void open(Component owner, ContainerAction action, List<ContainerRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        if (action == ContainerAction.REMOVE) {
            confirmRemoval(rows);
        } else {
            new OutcomesDialog(action, rows, containers, work).begin();
        }
    }

    private void confirmRemoval(List<ContainerRow> rows) {
        String what = rows.size() == 1 ? "1 container" : rows.size() + " containers";
        long alive = rows.stream().filter(ContainerAction::alive).count();
        Confirmation confirmation =
                new Confirmation(
                                "Remove " + what + "?",
                                "Remove " + what,
                                () ->
                                        new OutcomesDialog(
                                                        ContainerAction.REMOVE,
                                                        rows,
                                                        containers,
                                                        work)
                                                .begin())
                        .saying(
                                "What they wrote outside of volumes is lost, and so are their logs.")
                        .saying("Volumes without a name go with them; named ones stay.");
        if (alive > 0) {
            confirmation
                    .saying(
                            alive == 1
                                    ? "1 of them still runs and is ended at once."
                                    : alive + " of them still run and are ended at once.")
                    .askingForWords("remove " + rows.size());
        }
        confirmation.open();
    }
}
