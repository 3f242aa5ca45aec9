package dev.mullion.frontend.host;

import dev.mullion.backend.Problem;
import dev.mullion.backend.host.Host;
import dev.mullion.frontend.frame.NameDialog;
import java.util.function.Consumer;

/** Asks for a host's new name. */
final class RenameHostDialog extends NameDialog {

    private final Consumer<String> rename;

    RenameHostDialog(Host host, Consumer<String> rename) {
        super("rename", "Rename host", "Name", "Rename");
        this.rename = rename;
        setWidth("26rem");
        field().setValue(host.name());
        field().setHelperText("Only the name in the portal changes; the machine keeps its own.");
    }

    @Override
    protected void submit(String wanted) {
        try {
            rename.accept(wanted);
            close();
        } catch (Problem problem) {
            failed(problem);
            field().focus();
        }
    }
}
