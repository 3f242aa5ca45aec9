package dev.mullion.frontend.container;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.spring.annotation.SpringComponent;
import dev.mullion.backend.container.ContainerRow;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.frontend.frame.Confirmation;
import dev.mullion.frontend.frame.Glyph;
import dev.mullion.frontend.frame.HostWork;
import dev.mullion.frontend.frame.Notices;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Permission;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Scope;

/** The buttons on a container's page: what fits its state and the person's rights. */
@SpringComponent
@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
class ContainerActions extends Div {

    static final String RENAME = "container-rename";

    private static final List<ContainerAction> BUTTONS =
            List.of(ContainerAction.START, ContainerAction.STOP, ContainerAction.RESTART);
    private static final List<ContainerAction> IN_MENU =
            List.of(ContainerAction.PAUSE, ContainerAction.UNPAUSE, ContainerAction.KILL);

    private final ContainerService containers;
    private final Authorizer authorizer;
    private final HostWork work;
    private final Map<ContainerAction, Button> buttons = new EnumMap<>(ContainerAction.class);
    private final Map<ContainerAction, MenuItem> items = new EnumMap<>(ContainerAction.class);
    private final MenuBar menu = new MenuBar();
    private final MenuItem rename;
    private @Nullable ContainerRow row;
    private @Nullable ContainerAction underWay;

    ContainerActions(ContainerService containers, Authorizer authorizer, HostWork work) {
        this.containers = containers;
        this.authorizer = authorizer;
        this.work = work;
        addClassName("actions");
        for (ContainerAction action : BUTTONS) {
            add(button(action));
        }
        menu.setId("container-more");
        menu.addThemeNames("icon");
        MenuItem more = menu.addItem(Glyph.MORE.create());
        more.setAriaLabel("More actions");
        for (ContainerAction action : IN_MENU) {
            MenuItem item =
                    more.getSubMenu()
                            .addItem(entry(action.glyph(), action.verb()), click -> press(action));
            item.setId(action.id());
            items.put(action, item);
        }
        rename = more.getSubMenu().addItem(entry(Glyph.EDIT, "Rename"), click -> rename());
        rename.setId(RENAME);
        add(button(ContainerAction.REMOVE), menu);
    }

    private static Span entry(Glyph glyph, String word) {
        Span entry = new Span(glyph.create(), new Span(word));
        entry.addClassName("menu-entry");
        return entry;
    }

    private Button button(ContainerAction action) {
        Button button = new Button(action.verb(), action.glyph().create(), click -> press(action));
        button.setId(action.id());
        if (action == ContainerAction.REMOVE) {
            button.addThemeNames("error");
        }
        buttons.put(action, button);
        return button;
    }

    /** Shows what can be done with this container; nothing if it is gone. */
    void show(@Nullable ContainerRow now) {
        row = now;
        setVisible(now != null);
        if (now == null) {
            return;
        }
        buttons.forEach((action, button) -> {
            button.setVisible(action.fits(now) && may(action.permission(), now));
            button.setEnabled(underWay == null);
        });
        items.forEach((action, item) ->
                item.setVisible(action.fits(now) && may(action.permission(), now)));
        rename.setVisible(!now.stale() && may(Permission.CONTAINER_RENAME, now));
        menu.setVisible(
                rename.isVisible() || items.values().stream().anyMatch(MenuItem::isVisible));
    }

    private boolean may(Permission permission, ContainerRow now) {
        return authorizer.may(permission, now.key());
    }

    private void press(ContainerAction action) {
        ContainerRow now = row;
        if (now == null) {
            return;
        }
        switch (action) {
            case REMOVE -> confirmRemoval(now);
            case KILL ->
                    new Confirmation("Kill " + now.name() + "?", "Kill", () -> run(action, now))
                            .saying(
                                    "It is ended at once and can't finish what it does. Stop lets"
                                            + " it end by itself first.")
                            .open();
            default -> run(action, now);
        }
    }

    private void confirmRemoval(ContainerRow now) {
        Confirmation confirmation =
                new Confirmation(
                                "Remove " + now.name() + "?",
                                "Remove",
                                () -> run(ContainerAction.REMOVE, now))
                        .saying("What it wrote outside of volumes is lost, and so is its log.")
                        .saying("Volumes without a name go with it; named ones stay.");
        if (ContainerAction.alive(now)) {
            confirmation.saying("It still runs and is ended at once.").askingFor(now.name());
        }
        confirmation.open();
    }

    private void run(ContainerAction action, ContainerRow now) {
        busy(action);
        UI ui = UI.getCurrentOrThrow();
        work.ask(
                this,
                () -> {
                    action.run(containers, now.key());
                    return now;
                },
                any -> {
                    busy(null);
                    Notices.done(action.done() + " " + now.name());
                    if (action == ContainerAction.REMOVE && isAttached()) {
                        ui.navigate("containers");
                    }
                },
                failure -> {
                    busy(null);
                    HostWork.tell(failure);
                });
    }

    private void busy(@Nullable ContainerAction action) {
        underWay = action;
        buttons.forEach((each, button) -> {
            button.setEnabled(action == null);
            button.setText(each == action ? each.verb() + "…" : each.verb());
        });
    }

    private void rename() {
        ContainerRow now = row;
        if (now != null) {
            new RenameDialog(now, containers, work).open();
        }
    }
}
