package dev.mullion.frontend.container;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasSize;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The log as the browser draws it: our own element that keeps the newest 50,000 lines and draws
 * only those in sight. It takes text that {@link LogText} has made harmless.
 */
@Tag("mullion-log")
@JsModule("./log/mullion-log.ts")
class LogViewer extends Component implements HasSize, HasStyle {

    /**
     * Sends lines to the browser.
     *
     * @param lines the next lines, oldest first
     * @param arrived runs in the session's lock when the browser has taken them, or could not
     */
    void append(List<LogLine> lines, Runnable arrived) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode(lines.size());
        for (LogLine line : lines) {
            rows.addArray().add(line.kind().wire()).add(line.time()).add(line.text());
        }
        ObjectNode batch = JsonNodeFactory.instance.objectNode();
        batch.set("lines", rows);
        getElement()
                .callJsFunction("addLines", batch)
                .then(kept -> arrived.run(), failure -> arrived.run());
    }

    /** Forgets what is shown and follows the end again. */
    void clear() {
        getElement().callJsFunction("clear");
    }

    void findNext() {
        getElement().callJsFunction("find", 1);
    }

    void findPrevious() {
        getElement().callJsFunction("find", -1);
    }

    void setQuery(String text) {
        getElement().setProperty("query", text);
    }

    void setWrap(boolean wrap) {
        getElement().setProperty("wrap", wrap);
    }

    void setTimestamps(boolean shown) {
        getElement().setProperty("timestamps", shown);
    }

    /** Shows one text as it is, from its start: nothing is followed, no stream is told apart. */
    void setPlain() {
        getElement().setProperty("plain", true);
    }

    /** What a screen reader calls it. */
    void setLabel(String label) {
        getElement().setProperty("label", label);
    }

    /** What to say while there is no line. */
    void setEmptyText(String text) {
        getElement().setProperty("emptyText", text);
    }
}
