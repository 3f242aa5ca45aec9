package dev.mullion.frontend.frame;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.notification.Notification.Position;
import dev.mullion.backend.Problem;
import java.time.Duration;

/**
 * Short notices at the edge of the page. What went wrong stays until it is closed; what went well
 * goes away.
 */
public final class Notices {

    private static final Duration READING_TIME = Duration.ofSeconds(5);

    private Notices() {}

    /** Says that something was done. */
    public static Notification done(String sentence) {
        Notification notice = new Notification();
        Span text = new Span(Glyph.CHECK.create(), new Span(VisibleText.of(sentence)));
        text.addClassName("notice-text");
        notice.add(text);
        notice.addThemeNames("success");
        notice.setPosition(Position.BOTTOM_END);
        notice.setDuration((int) READING_TIME.toMillis());
        notice.open();
        return notice;
    }

    /** Says what went wrong, and what the person can do. */
    public static Notification problem(Problem problem) {
        return problem(new ProblemNotice(problem));
    }

    static Notification problem(ProblemNotice shown) {
        Notification notice = new Notification();
        Button close = new Button(Glyph.CLOSE.create(), click -> notice.close());
        close.addThemeNames("tertiary", "small");
        close.setAriaLabel("Close");
        Div content = new Div(shown, close);
        content.addClassName("notice-problem");
        notice.add(content);
        notice.setPosition(Position.BOTTOM_END);
        notice.setDuration(0);
        notice.setAssertive(true);
        notice.open();
        return notice;
    }
}
