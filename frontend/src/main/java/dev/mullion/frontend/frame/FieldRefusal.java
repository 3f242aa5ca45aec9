package dev.mullion.frontend.frame;

import com.vaadin.flow.component.Focusable;
import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.html.Div;
import dev.mullion.security.RefusedInputException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a dialog by the names that services give them: what a service has against one is
 * said beside it, all else below them.
 */
public final class FieldRefusal extends Div {

    private final Map<String, HasValidation> fields = new LinkedHashMap<>();

    public FieldRefusal() {
        addClassName("field-refusal");
    }

    /** Says beside this field what is refused by this name. */
    public FieldRefusal with(String name, HasValidation field) {
        field.setManualValidation(true);
        fields.put(name, field);
        return this;
    }

    /** Forgets what was said before. */
    public void clear() {
        removeAll();
        fields.values().forEach(field -> field.setInvalid(false));
    }

    /**
     * Does something, and says what stood in the way.
     *
     * @return whether it was done
     */
    public boolean attempt(Runnable work) {
        clear();
        try {
            work.run();
            return true;
        } catch (RuntimeException failure) {
            show(failure);
            return false;
        }
    }

    /** Says what stood in the way; a fault of ours goes on to the page's error handler. */
    public void show(RuntimeException failure) {
        if (failure instanceof RefusedInputException refused
                && beside(refused.field(), refused.getMessage())) {
            return;
        }
        add(ProblemNotice.of(failure).orElseThrow(() -> failure));
    }

    /** Says something beside a field; false if there is none of that name. */
    public boolean beside(String name, String sentence) {
        Optional<HasValidation> field = Optional.ofNullable(fields.get(name));
        field.ifPresent(found -> {
            found.setErrorMessage(VisibleText.of(sentence));
            found.setInvalid(true);
            if (found instanceof Focusable<?> focusable) {
                focusable.focus();
            }
        });
        return field.isPresent();
    }
}
