package dev.mullion.frontend.host;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.textfield.TextArea;
import dev.mullion.backend.Problem;
import dev.mullion.backend.host.Host;
import dev.mullion.frontend.frame.VisibleText;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Lets a person write a host's labels, one a line. */
final class HostLabelsDialog extends Dialog {

    private final TextArea labels = new TextArea("Labels");
    private final Consumer<Map<String, String>> save;

    HostLabelsDialog(Host host, Consumer<Map<String, String>> save) {
        this.save = save;
        setHeaderTitle("Labels of " + VisibleText.of(host.name()));
        setWidth("30rem");
        labels.setId("label-lines");
        labels.setWidthFull();
        labels.setMinRows(4);
        labels.setMaxRows(12);
        labels.setAutofocus(true);
        labels.setHelperText(
                "One a line, for example site=berlin. Labels help to find and group hosts.");
        labels.setValue(text(host.labels()));
        Button submit = new Button("Save labels", click -> submit());
        submit.setId("label-submit");
        submit.addThemeNames("primary");
        add(labels);
        getFooter().add(new Button("Cancel", click -> close()), submit);
    }

    private void submit() {
        try {
            save.accept(parse(labels.getValue()));
            close();
        } catch (IllegalArgumentException wrong) {
            refuse(String.valueOf(wrong.getMessage()));
        } catch (Problem problem) {
            refuse(VisibleText.of(problem.reason()));
        }
    }

    private void refuse(String why) {
        labels.setErrorMessage(why);
        labels.setInvalid(true);
        labels.focus();
    }

    static String text(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label ->
                        label.getValue().isEmpty()
                                ? label.getKey()
                                : label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining("\n"));
    }

    /**
     * The labels of some lines; blank lines are passed over.
     *
     * @throws IllegalArgumentException naming the line without a key, or the key written twice
     */
    static SortedMap<String, String> parse(String lines) {
        SortedMap<String, String> labels = new TreeMap<>();
        for (String line :
                lines.lines().map(String::strip).filter(text -> !text.isEmpty()).toList()) {
            int equals = line.indexOf('=');
            String key = equals < 0 ? line : line.substring(0, equals).strip();
            if (key.isEmpty()) {
                throw new IllegalArgumentException(
                        "The line \"" + line + "\" has no key before its equals sign.");
            }
            String value = equals < 0 ? "" : line.substring(equals + 1).strip();
            if (labels.put(key, value) != null) {
                throw new IllegalArgumentException("The label \"" + key + "\" is there twice.");
            }
        }
        return labels;
    }
}
