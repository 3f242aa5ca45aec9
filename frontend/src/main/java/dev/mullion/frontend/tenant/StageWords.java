package dev.mullion.frontend.tenant;

import com.vaadin.flow.component.checkbox.CheckboxGroup;
import dev.mullion.security.tenant.Stage;
import java.util.Collection;
import java.util.stream.Collectors;

/** What stages are called. */
public final class StageWords {

    private StageWords() {}

    public static String word(Stage stage) {
        return switch (stage) {
            case DEVELOPMENT -> "Development";
            case QA -> "QA";
            case PRODUCTION -> "Production";
        };
    }

    static String list(Collection<Stage> stages) {
        return stages.stream().sorted().map(StageWords::word).collect(Collectors.joining(", "));
    }

    static CheckboxGroup<Stage> field() {
        CheckboxGroup<Stage> field = new CheckboxGroup<>("Stages");
        field.setItems(Stage.values());
        field.setItemLabelGenerator(StageWords::word);
        field.setRequiredIndicatorVisible(true);
        return field;
    }
}
