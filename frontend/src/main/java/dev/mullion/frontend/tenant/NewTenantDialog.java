package dev.mullion.frontend.tenant;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextField;
import dev.mullion.frontend.frame.FieldRefusal;
import dev.mullion.frontend.frame.Notices;
import dev.mullion.security.Trust;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.Tenant;
import dev.mullion.security.tenant.TenantService;
import java.util.Set;

/** Makes a tenant: its name, how far it is trusted, its stages. */
final class NewTenantDialog extends Dialog {

    static final String NAME = "tenant-name";
    static final String TRUST = "tenant-trust";
    static final String STAGES = "tenant-stages";
    static final String SUBMIT = "tenant-submit";

    private final transient TenantService tenants;
    private final TextField name = new TextField("Name");
    private final TrustField trust = new TrustField(TRUST);
    private final CheckboxGroup<Stage> stages = StageWords.field();
    private final FieldRefusal refusal =
            new FieldRefusal().with("name", name).with("trust", trust).with("stages", stages);

    NewTenantDialog(TenantService tenants) {
        this.tenants = tenants;
        setHeaderTitle("New tenant");
        addClassName("fields-dialog");
        setCloseOnOutsideClick(false);
        name.setId(NAME);
        name.setWidthFull();
        name.setAutofocus(true);
        name.setAutocomplete(Autocomplete.OFF);
        name.setRequiredIndicatorVisible(true);
        name.setHelperText("A team, a department or a customer");
        name.addKeyPressListener(Key.ENTER, key -> create());
        // whoever doesn't say is not trusted further than need be
        trust.setValue(Trust.RESTRICTED);
        stages.setId(STAGES);
        stages.setValue(Set.of(Stage.DEVELOPMENT, Stage.QA, Stage.PRODUCTION));
        Div fields = new Div(name, trust, stages, refusal);
        fields.addClassName("dialog-fields");
        add(fields);
        Button submit = new Button("Make tenant", click -> create());
        submit.setId(SUBMIT);
        submit.addThemeNames("primary");
        getFooter().add(new Button("Cancel", click -> close()), submit);
    }

    private void create() {
        refusal.attempt(() -> {
            Tenant made = tenants.create(name.getValue(), trust.getValue(), stages.getValue());
            close();
            Notices.done("Made tenant " + made.name() + ". Nobody is in it yet.");
            UI.getCurrentOrThrow().navigate(TenantPage.class, made.id().toString());
        });
    }
}
