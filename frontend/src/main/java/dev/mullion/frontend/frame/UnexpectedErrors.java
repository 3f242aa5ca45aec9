package dev.mullion.frontend.frame;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.ErrorEvent;
import com.vaadin.flow.server.ErrorHandler;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last stop of an error that no page handled. A problem or a refusal is shown as what it is;
 * anything else is a fault of ours, logged under an id that the person is given.
 */
final class UnexpectedErrors implements ErrorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(UnexpectedErrors.class);

    @Override
    public void error(ErrorEvent event) {
        ProblemNotice notice = notice(event.getThrowable());
        UI ui = UI.getCurrent();
        if (ui != null) {
            var _ = ui.access(() -> Notices.problem(notice));
        }
    }

    /** The notice to show; logs what is a fault of ours. */
    static ProblemNotice notice(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            var known = ProblemNotice.of(cause);
            if (known.isPresent()) {
                return known.get();
            }
        }
        String id = UUID.randomUUID().toString();
        LOG.error("A page failed, shown to the person as error {}", id, error);
        return new ProblemNotice(
                "This did not work",
                "The portal ran into an error of its own.",
                "Try again. If it stays, tell whoever runs the portal: the log explains error "
                        + id
                        + ".");
    }
}
