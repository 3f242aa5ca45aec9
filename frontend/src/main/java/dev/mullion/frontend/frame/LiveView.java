package dev.mullion.frontend.frame;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.html.Div;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import java.util.Set;

/**
 * A page that shows the world as it is: filled when it opens, and again whenever one of its topics
 * changes.
 */
public abstract class LiveView extends Div {

    protected LiveView(LiveChanges changes, Set<Topic> topics) {
        addClassName("page");
        LiveUpdates.keep(this, changes, topics, this::refresh);
    }

    /**
     * Shows what is so now. Changes what is there instead of building it anew (see {@link
     * LiveList}), so that focus, selection and scroll position stay where the reader left them.
     */
    protected abstract void refresh();

    /** Shows what is so in the tenant that the person works in from now on. */
    protected void tenantChosen() {
        if (isAttached()) {
            refresh();
        }
    }

    @Override
    protected void onAttach(AttachEvent attach) {
        super.onAttach(attach);
        refresh();
    }
}
