package dev.mullion.frontend.frame;

import com.vaadin.flow.component.icon.SvgIcon;
import java.util.Locale;

/**
 * The portal's own small pictures. Their shapes are masks in the stylesheet, so they take the
 * colour of the text around them. They decorate: what they mean always stands beside them in words
 * or in the control's accessible name.
 */
public enum Glyph {
    OVERVIEW,
    CONTAINER,
    IMAGE,
    HOST,
    ACTIVITY,
    COPY,
    CHECK,
    WARNING,
    FAILURE,
    INFORMATION,
    ADD,
    EDIT,
    REMOVE,
    MORE,
    LIGHT,
    DARK,
    SYSTEM,
    PERSON,
    SIGN_OUT,
    START,
    STOP,
    RESTART,
    PAUSE,
    KILL,
    DOWNLOAD,
    SEARCH,
    CLOSE,
    TAG,
    NEXT,
    BACK,
    CLOCK,
    FILTER,
    OPEN,
    PROCESS,
    SHIELD,
    TENANT,
    ROLE,
    AUDIT;

    /**
     * A new element with this picture, the size of the text around it and hidden from screen
     * readers.
     */
    public SvgIcon create() {
        SvgIcon icon = new SvgIcon();
        icon.addClassNames("glyph", className());
        icon.getElement().setAttribute("aria-hidden", "true");
        return icon;
    }

    /** What tells this picture from others in the stylesheet, beside the class {@code glyph}. */
    public String className() {
        return "glyph-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
