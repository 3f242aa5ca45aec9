package dev.mullion.frontend.account;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.mullion.security.account.Passwords;

/** A new password, typed twice, with a hint on how strong it is while it is typed. */
final class NewPassword extends Div {

    private final PasswordField password;
    private final PasswordField again;
    private final Span hint = new Span();

    /**
     * Makes both fields.
     *
     * @param prefix the ids are {@code prefix-password} and {@code prefix-password-again}
     */
    NewPassword(String prefix, String label) {
        addClassName("new-password");
        password = field(label, prefix + "-password");
        again = field(label + " again", prefix + "-password-again");
        hint.addClassName("password-hint");
        hint.getElement().setAttribute("role", "status");
        password.setHelperComponent(hint);
        password.setValueChangeMode(ValueChangeMode.LAZY);
        password.setValueChangeTimeout(300);
        password.addValueChangeListener(change -> showHint(change.getValue()));
        showHint("");
        add(password, again);
    }

    String value() {
        return password.getValue();
    }

    /** Whether both are the same; marks the second if not. */
    boolean agrees() {
        boolean same = password.getValue().equals(again.getValue());
        again.setErrorMessage("This is not the same as above.");
        again.setInvalid(!same);
        return same;
    }

    void refuse(String why) {
        password.setErrorMessage(why);
        password.setInvalid(true);
        password.focus();
    }

    void clear() {
        password.clear();
        again.clear();
        password.setInvalid(false);
        again.setInvalid(false);
    }

    /** A hint only: the service decides what it takes. */
    private void showHint(String typed) {
        int length = typed.codePointCount(0, typed.length());
        long kinds = typed.chars().distinct().count();
        hint.removeClassNames("tone-good", "tone-warning", "tone-quiet");
        if (length == 0) {
            hint.setText(
                    Passwords.SHORTEST + " characters or more. Four unrelated words work well.");
            hint.addClassName("tone-quiet");
        } else if (length < Passwords.SHORTEST) {
            int missing = Passwords.SHORTEST - length;
            hint.setText(
                    "Too short: "
                            + missing
                            + (missing == 1 ? " character" : " characters")
                            + " to go");
            hint.addClassName("tone-warning");
        } else if (kinds < 8) {
            hint.setText("Weak: many characters repeat");
            hint.addClassName("tone-warning");
        } else {
            hint.setText(length < 16 ? "Good; longer is better" : "Strong");
            hint.addClassName("tone-good");
        }
    }

    private static PasswordField field(String label, String id) {
        var field = new PasswordField(label);
        field.setId(id);
        field.setWidthFull();
        field.setRequiredIndicatorVisible(true);
        field.setAutocomplete(Autocomplete.NEW_PASSWORD);
        field.setMaxLength(Passwords.LONGEST);
        return field;
    }
}
