package dev.mullion.frontend.tenant;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.mullion.frontend.frame.FieldRefusal;
import dev.mullion.frontend.frame.VisibleText;
import dev.mullion.security.tenant.Tenant;
import dev.mullion.security.tenant.TenantService;

/** Says how far a tenant is trusted from now on. */
final class TrustDialog extends Dialog {

    static final String FIELD = "trust-choice";
    static final String SUBMIT = "trust-submit";

    TrustDialog(Tenant tenant, TenantService tenants) {
        setHeaderTitle("Trust in " + VisibleText.of(tenant.name()));
        addClassName("fields-dialog");
        setCloseOnOutsideClick(false);
        TrustField trust = new TrustField(FIELD);
        trust.setValue(tenant.trust());
        FieldRefusal refusal = new FieldRefusal().with("trust", trust);
        Div fields =
                new Div(
                        trust,
                        new Paragraph(
                                "It counts for the next request. What runs goes on running, but"
                                        + " starts again only if it fits."),
                        refusal);
        fields.addClassName("dialog-fields");
        add(fields);
        Button submit =
                new Button(
                        "Save",
                        click -> {
                            if (refusal.attempt(
                                    () -> tenants.trust(tenant.id(), trust.getValue()))) {
                                close();
                            }
                        });
        submit.setId(SUBMIT);
        submit.addThemeNames("primary");
        getFooter().add(new Button("Cancel", click -> close()), submit);
    }
}
