package dev.mullion.frontend.container;

import dev.mullion.backend.container.ContainerRow;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.frontend.frame.HostWork;
import dev.mullion.frontend.frame.NameDialog;
import dev.mullion.frontend.frame.Notices;

/** Asks for a container's new name. */
final class RenameDialog extends NameDialog {

    private final ContainerRow row;
    private final ContainerService containers;
    private final HostWork work;

    RenameDialog(ContainerRow row, ContainerService containers, HostWork work) {
        super("rename", "Rename " + row.name(), "New name", "Rename");
        this.row = row;
        this.containers = containers;
        this.work = work;
        field().setValue(row.name());
    }

    @Override
    protected void submit(String wanted) {
        work.ask(
                this,
                () -> {
                    containers.rename(row.key(), wanted);
                    return wanted;
                },
                renamed -> {
                    close();
                    Notices.done("Renamed to " + renamed);
                },
                this::failed);
    }
}
