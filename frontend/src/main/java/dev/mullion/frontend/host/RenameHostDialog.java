package dev.mullion.frontend.host;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.textfield.TextField;
import dev.mullion.backend.Problem;
import dev.mullion.backend.host.Host;
import dev.mullion.frontend.frame.VisibleText;
import java.util.function.Consumer;

/** Asks for a host's new name; what is wrong with it shows beside the field. */
final class RenameHostDialog extends Dialog {

    private final TextField name = new TextField("Name");
    private final Button submit = new Button("Rename", click -> submit());
    private final Consumer<String> rename;

    RenameHostDialog(Host host, Consumer<String> rename) {
        this.rename = rename;
        setHeaderTitle("Rename host");
        setWidth("26rem");
        name.setId("rename-name");
        name.setValue(host.name());
        name.setWidthFull();
        name.setAutofocus(true);
        name.setAutoselect(true);
        name.setHelperText("Only the name in the portal changes; the machine keeps its own.");
        name.addKeyPressListener(Key.ENTER, key -> submit());
        submit.setId("rename-submit");
        submit.addThemeNames("primary");
        add(name);
        getFooter().add(new Button("Cancel", click -> close()), submit);
    }

    private void submit() {
        try {
            rename.accept(name.getValue().strip());
            close();
        } catch (Problem problem) {
            name.setErrorMessage(VisibleText.of(problem.reason()));
            name.setInvalid(true);
            name.focus();
        }
    }
}
