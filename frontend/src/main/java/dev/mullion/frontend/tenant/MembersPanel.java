package dev.mullion.frontend.tenant;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.spring.annotation.SpringComponent;
import dev.mullion.frontend.frame.Confirmation;
import dev.mullion.frontend.frame.Glyph;
import dev.mullion.frontend.frame.LiveList;
import dev.mullion.frontend.frame.Notices;
import dev.mullion.frontend.frame.PagePanel;
import dev.mullion.frontend.people.BindingLine;
import dev.mullion.frontend.people.PlaceWords;
import dev.mullion.frontend.people.PrincipalNames;
import dev.mullion.frontend.people.RightsDialog;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Permission;
import dev.mullion.security.access.AccessService;
import dev.mullion.security.access.BoundRole;
import dev.mullion.security.access.PrincipalKind;
import dev.mullion.security.access.RoleService;
import dev.mullion.security.tenant.Tenant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Scope;

/** Who is in a tenant, as what, where and until when. */
@SpringComponent
@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
class MembersPanel extends PagePanel {

    static final String ADD = "add-member";
    static final String LIST = "members";

    private final transient AccessService access;
    private final transient RoleService roles;
    private final transient PrincipalNames names;
    private final transient PlaceWords places;
    private final transient Authorizer authorizer;
    private final Button add = new Button("Add member", Glyph.ADD.create(), click -> openAdd());
    private final Paragraph nobody = new Paragraph("Nobody is in it yet.");
    private final LiveList<BoundRole, BindingLine> lines;
    private @Nullable Tenant tenant;

    MembersPanel(
            AccessService access,
            RoleService roles,
            PrincipalNames names,
            PlaceWords places,
            Authorizer authorizer) {
        super("Members");
        this.access = access;
        this.roles = roles;
        this.names = names;
        this.places = places;
        this.authorizer = authorizer;
        add.setId(ADD);
        nobody.addClassName("secondary");
        UnorderedList list = new UnorderedList();
        list.setId(LIST);
        list.addClassName("lines");
        lines =
                new LiveList<>(
                        list, bound -> bound.binding().id(), bound -> line(), this::showLine);
        beside(add);
        add(nobody, list);
    }

    private BindingLine line() {
        return new BindingLine(this::openRights, this::openRemove);
    }

    private void showLine(BindingLine line, BoundRole bound) {
        Tenant shown = shown();
        line.show(
                bound,
                where(bound, shown),
                bound.principal().kind() != PrincipalKind.GROUP
                        && authorizer.may(Permission.ACCESS_REVIEW, bound.binding().path()),
                authorizer.may(Permission.MEMBER_WRITE, bound.binding().path()));
    }

    private static String where(BoundRole bound, Tenant tenant) {
        return tenant.stages().stream()
                .filter(stage -> tenant.id().at(stage).equals(bound.binding().path()))
                .findFirst()
                .map(stage -> "at " + StageWords.word(stage))
                .orElse("in the whole tenant");
    }

    void show(Tenant now) {
        tenant = now;
        boolean seen = authorizer.may(Permission.MEMBER_READ, now.id());
        setVisible(seen);
        if (!seen) {
            return;
        }
        List<BoundRole> members = access.members(now.id().accessPath());
        lines.show(members);
        nobody.setVisible(members.isEmpty());
        add.setVisible(authorizer.may(Permission.MEMBER_WRITE, now.id()));
    }

    private Tenant shown() {
        return Objects.requireNonNull(tenant, "no tenant is shown");
    }

    private void openAdd() {
        new AddMemberDialog(shown(), access, roles, names).open();
    }

    private void openRights(BoundRole bound) {
        new RightsDialog(
                        bound.principal().name(),
                        places.of(bound.binding().path().path()),
                        access.rights(bound.binding().path(), bound.principal().id()),
                        places)
                .open();
    }

    private void openRemove(BoundRole bound) {
        String who = bound.principal().name();
        new Confirmation(
                        "Take " + bound.role().name() + " from " + who + "?",
                        "Remove",
                        () -> {
                            access.removeMember(bound.binding().path(), bound.binding().id());
                            Notices.done(who + " is no longer " + bound.role().name() + " here.");
                        })
                .saying(
                        "What they may by this role ends at once, also in pages and logs they have"
                                + " open.")
                .saying("What they made stays with the tenant.")
                .open();
    }
}
