package dev.mullion.frontend.account;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.mullion.frontend.frame.Confirmation;
import dev.mullion.frontend.frame.NameText;
import dev.mullion.frontend.frame.Notices;
import dev.mullion.frontend.frame.RelativeTime;
import dev.mullion.security.token.ApiToken;
import dev.mullion.security.token.TokenService;
import java.time.Clock;
import java.util.NoSuchElementException;

/** One's own API tokens: what there is, making one, revoking one. */
final class TokensPanel extends Panel {

    static final String CREATE = "create-token";
    static final String LIST = "tokens";

    private final transient TokenService tokens;
    private final transient Clock clock;
    private final Div list = new Div();
    private final Button create = new Button("Create token", click -> openNew());

    TokensPanel(TokenService tokens, Clock clock) {
        super("API tokens");
        this.tokens = tokens;
        this.clock = clock;
        create.setId(CREATE);
        list.setId(LIST);
        list.addClassName("token-list");
        add(
                new Paragraph(
                        "A token lets a script or a tool call the REST API in your name. Give each its"
                                + " own, so that you can revoke one alone."),
                list,
                create);
        refresh();
    }

    private void openNew() {
        new NewTokenDialog(tokens, this::refresh).open();
    }

    private void refresh() {
        list.removeAll();
        var mine = tokens.mine();
        // an empty list is no list to a screen reader
        if (mine.isEmpty()) {
            list.getElement().removeAttribute("role");
        } else {
            list.getElement().setAttribute("role", "list");
        }
        if (mine.isEmpty()) {
            var none = new Paragraph("You have no tokens.");
            none.addClassName("secondary");
            list.add(none);
        }
        mine.forEach(token -> list.add(row(token)));
    }

    private Div row(ApiToken token) {
        var name = new NameText(token.name());
        name.addClassName("token-name");
        var text = new Span(TokenService.PREFIX + "…" + token.hint());
        text.addClassNames("mono", "secondary");
        var expired = token.expired(clock.instant());
        var expiry =
                new Span(
                        new Span(expired ? "Expired " : "Expires "),
                        new RelativeTime(token.expiresAt()));
        expiry.addClassName(expired ? "token-expired" : "token-expiry");
        var used =
                token.lastUsedAt() == null
                        ? new Span("Never used")
                        : new Span(new Span("Used "), new RelativeTime(token.lastUsedAt()));
        var facts = new Div(text, expiry, used);
        facts.addClassName("token-facts");
        var revoke = new Button("Revoke", click -> ask(token));
        revoke.addThemeNames("tertiary", "error", "small");
        revoke.setAriaLabel("Revoke token " + token.name());
        var row = new Div(new Div(name, facts), revoke);
        row.addClassName("token-row");
        row.getElement().setAttribute("role", "listitem");
        return row;
    }

    private void ask(ApiToken token) {
        new Confirmation("Revoke token " + token.name() + "?", "Revoke token", () -> revoke(token))
                .saying("Whatever uses it is refused from the next call on.")
                .saying("This cannot be undone; make a new token instead.")
                .open();
    }

    private void revoke(ApiToken token) {
        try {
            tokens.revoke(token.id());
        } catch (NoSuchElementException gone) {
            // Revoked on another page meanwhile: what was asked for is so, and the list will show
            // it.
        }
        refresh();
        create.focus(); // the button that had the focus went with its token
        Notices.done("Revoked token " + token.name());
    }
}
