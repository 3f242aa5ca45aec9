package dev.mullion.frontend.frame;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.ParentLayout;
import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletResponse;

/** What stands at an address where nothing is. */
@ParentLayout(MainLayout.class)
@PermitAll
class NotFoundPage extends Div implements HasErrorParameter<NotFoundException>, HasDynamicTitle {

    static final String TITLE = "Not found";

    NotFoundPage() {
        addClassName("page");
        add(content());
    }

    /** The same for what never was and for what is hidden. */
    static Component[] content() {
        return new Component[] {
            new PageHeader("There is nothing here"),
            new EmptyState(
                    Glyph.SEARCH,
                    "Nothing at this address",
                    "It was removed, it never was, or you may not see it.",
                    new Anchor("", "Go to the overview"))
        };
    }

    @Override
    public String getPageTitle() {
        return PageTitles.of(TITLE);
    }

    @Override
    public int setErrorParameter(
            BeforeEnterEvent event, ErrorParameter<NotFoundException> parameter) {
        return HttpServletResponse.SC_NOT_FOUND;
    }
}
