package dev.mullion.frontend.frame;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.ParentLayout;
import dev.mullion.security.Authorizer;
import dev.mullion.security.RefusedException;
import dev.mullion.security.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletResponse;

/**
 * What stands where somebody may not look. Of what they may not even know of they learn nothing: it
 * looks as if it had never been.
 */
@ParentLayout(MainLayout.class)
@PermitAll
class RefusedPage extends Div implements HasErrorParameter<RefusedException>, HasDynamicTitle {

    private final transient Authorizer authorizer;
    private String title = "";

    RefusedPage(Authorizer authorizer) {
        this.authorizer = authorizer;
        addClassName("page");
    }

    @Override
    public String getPageTitle() {
        return PageTitles.of(title);
    }

    @Override
    public int setErrorParameter(
            BeforeEnterEvent event, ErrorParameter<RefusedException> parameter) {
        RefusedException refused = parameter.getException();
        removeAll();
        if (authorizer.hidden(Resource.at(refused.resource())).isPresent()) {
            title = NotFoundPage.TITLE;
            add(NotFoundPage.content());
            return HttpServletResponse.SC_NOT_FOUND;
        }
        title = "Not for you to see";
        add(
                new PageHeader("You may not see this page"),
                new EmptyState(
                        Glyph.SHIELD,
                        "It takes \"" + refused.permission().code() + "\"",
                        ProblemNotice.reason(refused),
                        new Anchor("", "Go to the overview")));
        return HttpServletResponse.SC_FORBIDDEN;
    }
}
