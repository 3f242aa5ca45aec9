package dev.mullion.frontend.account;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.PasswordField;
import dev.mullion.frontend.frame.Notices;
import dev.mullion.frontend.frame.ProblemNotice;
import dev.mullion.security.RefusedInputException;
import dev.mullion.security.ThrottledException;
import dev.mullion.security.account.AccountService;

/** Changes one's own password. */
final class PasswordPanel extends Panel {

    static final String CURRENT = "password-current";
    static final String SUBMIT = "password-submit";

    private final transient AccountService accounts;
    private final transient Runnable changed;
    private final PasswordField current = new PasswordField("Password now");
    private final NewPassword next = new NewPassword("next", "New password");
    private final Div trouble = new Div();

    /**
     * @param changed told when the password has been changed
     */
    PasswordPanel(AccountService accounts, Runnable changed) {
        super("Password");
        this.accounts = accounts;
        this.changed = changed;
        // else emptying it after a change would bring the last refusal back
        current.setManualValidation(true);
        current.setId(CURRENT);
        current.setWidthFull();
        current.setAutocomplete(Autocomplete.CURRENT_PASSWORD);
        current.setRequiredIndicatorVisible(true);
        var submit = new Button("Change password", click -> change());
        submit.setId(SUBMIT);
        var form =
                new Div(
                        new Paragraph(
                                "Changing it signs you out everywhere but here. API tokens keep working;"
                                        + " revoke the ones you no longer trust."),
                        current,
                        next,
                        trouble,
                        submit);
        form.addClassName("account-form");
        add(form);
    }

    private void change() {
        trouble.removeAll();
        current.setInvalid(false);
        if (!next.agrees()) {
            return;
        }
        try {
            accounts.changePassword(current.getValue(), next.value());
        } catch (RefusedInputException refused) {
            if (refused.field().equals("current")) {
                current.setErrorMessage(refused.getMessage());
                current.setInvalid(true);
                current.focus();
            } else {
                next.refuse(refused.getMessage());
            }
            return;
        } catch (ThrottledException throttled) {
            trouble.add(new ProblemNotice(throttled.getMessage(), "", ""));
            return;
        }
        current.clear();
        next.clear();
        changed.run();
        Notices.done("The password is changed.");
    }
}
