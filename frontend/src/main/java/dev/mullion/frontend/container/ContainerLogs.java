package dev.mullion.frontend.container;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.AttachmentType;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.server.streams.DownloadHandler;
import dev.mullion.backend.Problem;
import dev.mullion.backend.container.ContainerKey;
import dev.mullion.backend.container.ContainerRow;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.backend.container.ContainerStatus;
import dev.mullion.docker.client.DockerStream;
import dev.mullion.docker.client.LogFrame;
import dev.mullion.docker.client.LogQuery;
import dev.mullion.frontend.frame.Glyph;
import dev.mullion.security.Caller;
import dev.mullion.security.Callers;
import dev.mullion.security.RefusedException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A container's log: live, searchable, to take away as a file. */
final class ContainerLogs extends Div {

    private static final int ALL = -1;
    private static final int USUAL_TAIL = 1_000;

    private final ContainerKey key;
    private final ContainerService containers;
    private final Callers callers;
    private final LogViewer viewer = new LogViewer();
    private final Select<Integer> tail = new Select<>();
    private @Nullable LogFeed feed;

    ContainerLogs(ContainerKey key, String name, ContainerService containers, Callers callers) {
        this.key = key;
        this.containers = containers;
        this.callers = callers;
        addClassName("log-tab");
        viewer.setId("log");
        viewer.setEmptyText("Nothing has been written yet. New lines appear here by themselves.");
        add(toolbar(name), viewer);
    }

    private Div toolbar(String name) {
        Checkbox timestamps = new Checkbox("Times");
        timestamps.setId("log-timestamps");
        timestamps.addValueChangeListener(change -> viewer.setTimestamps(change.getValue()));
        Checkbox wrap = new Checkbox("Wrap lines");
        wrap.setId("log-wrap");
        wrap.setValue(true);
        viewer.setWrap(true);
        wrap.addValueChangeListener(change -> viewer.setWrap(change.getValue()));

        tail.setId("log-tail");
        tail.setItems(100, USUAL_TAIL, 10_000, ALL);
        tail.setItemLabelGenerator(
                lines -> lines == ALL ? "From the start" : String.format("Last %,d lines", lines));
        tail.setValue(USUAL_TAIL);
        tail.setAriaLabel("Where to begin");
        tail.addValueChangeListener(change -> getUI().ifPresent(this::restart));

        Anchor download = new Anchor();
        download.setId("log-download");
        download.setHref(wholeLog(name), AttachmentType.DOWNLOAD);
        download.add(Glyph.DOWNLOAD.create(), new Span("Download"));
        download.addClassName("tool-link");

        FindBar finding = new FindBar("log-search", "Search the lines shown", viewer);
        Div bar = new Div(finding, tail, timestamps, wrap, download);
        bar.addClassName("log-toolbar");
        return bar;
    }

    @Override
    protected void onAttach(AttachEvent attach) {
        super.onAttach(attach);
        restart(attach.getUI());
    }

    @Override
    protected void onDetach(DetachEvent detach) {
        super.onDetach(detach);
        stop();
    }

    private void restart(UI ui) {
        stop();
        viewer.clear();
        Caller caller = callers.current();
        LogFeed next =
                new LogFeed(
                        query -> containers.logs(key, query),
                        this::runs,
                        (lines, arrived) -> show(ui, lines, arrived));
        feed = next;
        next.start(
                tail.getValue(),
                work ->
                        () ->
                                callers.runAs(
                                        caller,
                                        () -> {
                                            work.run();
                                            return Boolean.TRUE;
                                        }));
    }

    private void stop() {
        LogFeed open = feed;
        feed = null;
        if (open != null) {
            open.close();
        }
    }

    private boolean runs() {
        try {
            ContainerRow row = containers.get(key);
            return !row.stale()
                    && (row.status() == ContainerStatus.RUNNING
                            || row.status() == ContainerStatus.UNHEALTHY);
        } catch (Problem | RefusedException gone) {
            // removed, or its host is, or it may not be seen any more: the page itself says so
            return false;
        }
    }

    /** The whole log as the container wrote it, byte for byte, from its start up to now. */
    private DownloadHandler wholeLog(String name) {
        return event -> {
            event.setFileName(name.replaceAll("[^A-Za-z0-9_.-]", "_") + "-log.txt");
            event.setContentType("text/plain; charset=utf-8");
            OutputStream file = event.getOutputStream();
            try (DockerStream<LogFrame> log =
                    containers.logs(key, LogQuery.everything().withTimestamps())) {
                while (log.hasNext()) {
                    file.write(log.next().bytes());
                }
            }
        };
    }

    private void show(UI ui, List<LogLine> lines, Runnable arrived) {
        try {
            var _ =
                    ui.access(() -> {
                        if (isAttached()) {
                            viewer.append(lines, arrived);
                        }
                    });
        } catch (UIDetachedException gone) {
            // the page was closed while the lines were on their way; its detach ends the feed
            stop();
        }
    }
}
