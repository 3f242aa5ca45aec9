package dev.mullion.frontend.people;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import dev.mullion.frontend.frame.VisibleText;
import dev.mullion.security.access.EffectiveRight;
import java.util.List;

/** What somebody may at one place, and why. */
public final class RightsDialog extends Dialog {

    /**
     * @param who whose rights
     * @param place where, in words
     */
    public RightsDialog(String who, String place, List<EffectiveRight> rights, PlaceWords places) {
        setId("rights-dialog");
        addClassName("rights-dialog");
        setHeaderTitle(VisibleText.of("What " + who + " may: " + place));
        add(new RightsList(rights, places));
        Button close = new Button("Close", click -> close());
        close.setAutofocus(true);
        getFooter().add(close);
    }
}
