package dev.mullion.frontend.account;

import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import dev.mullion.frontend.frame.Facts;
import dev.mullion.frontend.frame.NameText;
import dev.mullion.frontend.frame.PageHeader;
import dev.mullion.frontend.frame.PageTitles;
import dev.mullion.frontend.frame.RelativeTime;
import dev.mullion.security.account.AccountService;
import dev.mullion.security.account.Me;
import dev.mullion.security.token.TokenService;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;

/** One's own account: who one is, the password, the API tokens. */
@Route("profile")
@PermitAll
@StyleSheet("assets/account.css")
class ProfileView extends Div implements HasDynamicTitle {

    static final String NAME = "profile-name";

    ProfileView(AccountService accounts, TokenService tokens, Clock clock) {
        addClassName("page");
        var about = new Div(about(accounts.me()));
        add(
                new PageHeader("Profile"),
                about,
                new PasswordPanel(
                        accounts,
                        () -> {
                            about.removeAll();
                            about.add(about(accounts.me()));
                        }),
                new TokensPanel(tokens, clock));
    }

    @Override
    public String getPageTitle() {
        return PageTitles.of("Profile");
    }

    private static Panel about(Me me) {
        var name = new NameText(me.username());
        name.setId(NAME);
        return new Panel("You")
                .with(
                        new Facts()
                                .with("Name", name)
                                .with("Role", roles(me))
                                .with("Account made", new RelativeTime(me.createdAt()))
                                .with(
                                        "Password changed",
                                        new RelativeTime(me.passwordChangedAt())));
    }

    private static String roles(Me me) {
        return me.roles().isEmpty()
                ? "None: this account may do nothing but this"
                : String.join(", ", me.roles());
    }
}
