package dev.mullion.frontend.tenant;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextField;
import dev.mullion.frontend.frame.FieldRefusal;
import dev.mullion.frontend.frame.VisibleText;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.Tenant;
import dev.mullion.security.tenant.TenantService;
import java.util.EnumSet;
import java.util.Set;

/** Gives a tenant another name and other stages. */
final class TenantSettingsDialog extends Dialog {

    static final String NAME = "tenant-new-name";
    static final String SUBMIT = "tenant-settings-submit";

    TenantSettingsDialog(Tenant tenant, TenantService tenants) {
        setHeaderTitle("Change " + VisibleText.of(tenant.name()));
        addClassName("fields-dialog");
        setCloseOnOutsideClick(false);
        TextField name = new TextField("Name");
        name.setId(NAME);
        name.setWidthFull();
        name.setAutofocus(true);
        name.setAutocomplete(Autocomplete.OFF);
        name.setValue(tenant.name());
        CheckboxGroup<Stage> stages = StageWords.field();
        stages.setValue(tenant.stages());
        Paragraph lost = new Paragraph();
        lost.addClassName("trouble");
        lost.setVisible(false);
        stages.addValueChangeListener(change -> showLost(lost, tenant, change.getValue()));
        FieldRefusal refusal = new FieldRefusal().with("name", name).with("stages", stages);
        Div fields = new Div(name, stages, lost, refusal);
        fields.addClassName("dialog-fields");
        add(fields);
        Button submit =
                new Button(
                        "Save",
                        click -> {
                            if (refusal.attempt(
                                    () ->
                                            tenants.change(
                                                    tenant.id(),
                                                    name.getValue(),
                                                    stages.getValue()))) {
                                close();
                            }
                        });
        submit.setId(SUBMIT);
        submit.addThemeNames("primary");
        getFooter().add(new Button("Cancel", click -> close()), submit);
    }

    private static void showLost(Paragraph lost, Tenant tenant, Set<Stage> kept) {
        Set<Stage> gone = EnumSet.copyOf(tenant.stages());
        gone.removeAll(kept);
        lost.setVisible(!gone.isEmpty());
        lost.setText(
                "Who has a role at "
                        + StageWords.list(gone)
                        + " alone loses it. What runs there goes on running.");
    }
}
