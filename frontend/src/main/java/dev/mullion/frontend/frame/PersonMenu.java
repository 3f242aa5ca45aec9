package dev.mullion.frontend.frame;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.avatar.Avatar;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.contextmenu.SubMenu;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.page.WebStorage;
import com.vaadin.flow.router.RouteConfiguration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The menu of the person who is signed in: who that is, light and dark, the profile, the way out.
 */
final class PersonMenu extends MenuBar {

    private static final String PROFILE = "profile";

    private final Map<SchemeChoice, MenuItem> schemes = new EnumMap<>(SchemeChoice.class);

    PersonMenu(String name, Runnable signOut) {
        addThemeNames("tertiary");
        setId("person-menu");
        Avatar avatar = new Avatar(name);
        avatar.getElement().setAttribute("aria-hidden", "true");
        MenuItem root = addItem(avatar);
        root.setAriaLabel("Account menu of " + name);
        SubMenu menu = root.getSubMenu();
        addWho(menu, name);
        addSchemes(menu);
        menu.addSeparator();
        if (RouteConfiguration.forSessionScope().getRoute(PROFILE).isPresent()) {
            menu.addItem(
                            entry(Glyph.PERSON, "Profile"),
                            click ->
                                    click.getSource().getUI().ifPresent(ui -> ui.navigate(PROFILE)))
                    .setId("open-profile");
        }
        menu.addItem(entry(Glyph.SIGN_OUT, "Sign out"), click -> signOut.run()).setId("sign-out");
    }

    private static void addWho(SubMenu menu, String name) {
        Span who = new Span(new Span("Signed in as"), new NameText(name));
        who.addClassName("who");
        menu.addComponent(who);
        menu.addSeparator();
    }

    private void addSchemes(SubMenu menu) {
        for (SchemeChoice choice : SchemeChoice.values()) {
            MenuItem item =
                    menu.addItem(entry(choice.glyph(), choice.words()), click -> mark(choice));
            item.setId("scheme-" + choice.stored());
            item.setCheckable(true);
            // the script of the frame applies and keeps the choice, without a round trip
            item.getElement().setAttribute("data-scheme-choice", choice.stored());
            schemes.put(choice, item);
        }
        mark(SchemeChoice.SYSTEM);
    }

    private static Span entry(Glyph glyph, String words) {
        Span entry = new Span(glyph.create(), new Span(words));
        entry.addClassName("menu-entry");
        return entry;
    }

    @Override
    protected void onAttach(AttachEvent attach) {
        super.onAttach(attach);
        WebStorage.getItem(
                attach.getUI(),
                WebStorage.Storage.LOCAL_STORAGE,
                SchemeChoice.STORAGE_KEY,
                this::markStored);
    }

    private void markStored(String stored) {
        for (SchemeChoice choice : SchemeChoice.values()) {
            if (Objects.equals(choice.stored(), stored)) {
                mark(choice);
            }
        }
    }

    private void mark(SchemeChoice chosen) {
        schemes.forEach((choice, item) -> item.setChecked(choice == chosen));
    }
}
