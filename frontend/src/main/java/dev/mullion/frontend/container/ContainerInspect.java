package dev.mullion.frontend.container;

import com.vaadin.flow.component.html.Div;
import dev.mullion.docker.api.ContainerDetails;
import dev.mullion.docker.api.DockerJson;
import dev.mullion.frontend.frame.CopyableId;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the engine says of a container, as JSON, with likely secrets masked. */
final class ContainerInspect extends Div {

    private final LogViewer viewer = new LogViewer();
    private final Div copy = new Div();
    private String shown = "";

    ContainerInspect() {
        addClassName("log-tab");
        viewer.setId("inspect");
        viewer.setPlain();
        viewer.setWrap(true);
        viewer.setLabel("The container as JSON");
        Div bar = new Div(new FindBar("inspect-search", "Search the JSON", viewer), copy);
        bar.addClassName("log-toolbar");
        add(bar, viewer);
    }

    /** Shows a new state; leaves the reader's place alone when nothing changed. */
    void show(ContainerDetails details) {
        String json = json(details);
        if (json.equals(shown)) {
            return;
        }
        shown = json;
        viewer.clear();
        List<LogLine> lines =
                json.lines()
                        .map(line -> new LogLine(LogLine.Kind.OUT, "", LogText.of(line)))
                        .toList();
        viewer.append(lines, () -> {});
        copy.removeAll();
        copy.add(CopyableId.copyButton(json, "the JSON"));
    }

    static String json(ContainerDetails details) {
        JsonNode tree = SecretNames.masked(DockerJson.mapper().valueToTree(details));
        return DockerJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    }
}
