package dev.mullion.frontend.container;

import com.vaadin.flow.component.AbstractField;
import com.vaadin.flow.component.HasValidation;
import dev.mullion.frontend.frame.VisibleText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a launch by the names that services give its parts. Beside each stands what is
 * wrong with it: that it can't be read, or else what somebody has against it.
 */
final class LaunchFields {

    private record Field(HasValidation field, Supplier<@Nullable Object> read) {}

    private final Map<String, Field> byName = new LinkedHashMap<>();
    private final Runnable changed;

    /**
     * @param changed runs after every change of a field
     */
    LaunchFields(Runnable changed) {
        this.changed = changed;
    }

    /**
     * Checks a field as soon as it changes; an error goes away as soon as it is mended.
     *
     * @param read reads the field, or throws {@link IllegalArgumentException} with a sentence
     */
    <V, F extends AbstractField<?, V> & HasValidation> void add(
            String name, F field, Supplier<@Nullable Object> read) {
        Field added = new Field(field, read);
        field.setManualValidation(true);
        byName.put(name, added);
        field.addValueChangeListener(change -> {
            check(added);
            changed.run();
        });
    }

    private static boolean check(Field field) {
        try {
            var _ = field.read().get();
            field.field().setInvalid(false);
            return true;
        } catch (IllegalArgumentException wrong) {
            show(field, String.valueOf(wrong.getMessage()));
            return false;
        }
    }

    private static void show(Field field, String sentence) {
        field.field().setErrorMessage(VisibleText.of(sentence));
        field.field().setInvalid(true);
    }

    /** Checks everything; says beside each field what is wrong with it, and gives the first. */
    Optional<HasValidation> firstWrong() {
        HasValidation first = null;
        for (Field field : byName.values()) {
            if (!check(field) && first == null) {
                first = field.field();
            }
        }
        return Optional.ofNullable(first);
    }

    /** Says beside a field what is wrong with it; empty if there is no such field. */
    Optional<HasValidation> say(String name, String sentence) {
        Optional<Field> field = Optional.ofNullable(byName.get(name));
        field.ifPresent(found -> show(found, sentence));
        return field.map(Field::field);
    }

    /**
     * Says beside the fields what somebody has against them, and takes back what was said before. A
     * field that nobody can read, or that nobody has filled in yet, is left as it is.
     *
     * @param objections sentences by the names of the fields
     */
    void judge(Map<String, String> objections) {
        byName.forEach((name, field) -> {
            String sentence = objections.get(name);
            if (readable(field)) {
                if (sentence == null) {
                    field.field().setInvalid(false);
                } else {
                    show(field, sentence);
                }
            }
        });
    }

    private static boolean readable(Field field) {
        try {
            var _ = field.read().get();
            return true;
        } catch (IllegalArgumentException unfinished) {
            return false;
        }
    }
}
