package dev.mullion.frontend.tenant;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import dev.mullion.frontend.frame.FieldRefusal;
import dev.mullion.frontend.frame.Notices;
import dev.mullion.frontend.frame.ProblemNotice;
import dev.mullion.frontend.frame.VisibleText;
import dev.mullion.frontend.people.LastDay;
import dev.mullion.frontend.people.PrincipalNames;
import dev.mullion.security.NoSuchThingException;
import dev.mullion.security.RefusedException;
import dev.mullion.security.access.AccessPath;
import dev.mullion.security.access.AccessService;
import dev.mullion.security.access.BoundRole;
import dev.mullion.security.access.NewBinding;
import dev.mullion.security.access.Place;
import dev.mullion.security.access.Principal;
import dev.mullion.security.access.Role;
import dev.mullion.security.access.RoleService;
import dev.mullion.security.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Gives somebody a role in a tenant: who, as what, where, until when. */
final class AddMemberDialog extends Dialog {

    static final String WHO = "member-name";
    static final String ROLE = "member-role";
    static final String WHERE = "member-where";
    static final String UNTIL = "member-until";
    static final String SUBMIT = "member-submit";

    private final transient Tenant tenant;
    private final transient AccessService access;
    private final ComboBox<String> who = new ComboBox<>("Who");
    private final Select<Role> role = new Select<>();
    private final Select<AccessPath> where = new Select<>();
    private final DatePicker until = new DatePicker("Last day");
    private final FieldRefusal refusal =
            new FieldRefusal()
                    .with("principal", who)
                    .with("role", role)
                    .with("path", where)
                    .with("until", until);

    AddMemberDialog(Tenant tenant, AccessService access, RoleService roles, PrincipalNames names) {
        this.tenant = tenant;
        this.access = access;
        setHeaderTitle("Add a member to " + VisibleText.of(tenant.name()));
        addClassName("fields-dialog");
        setCloseOnOutsideClick(false);
        setUpWho(names.known());
        setUpRole(roles.list(), access.notToGive(tenant.id().accessPath()));
        setUpWhere();
        until.setId(UNTIL);
        until.setHelperText("Until it is taken away, if left empty");
        until.setClearButtonVisible(true);
        Div fields = new Div(who, role, where, until, refusal);
        fields.addClassName("dialog-fields");
        add(fields);
        Button submit = new Button("Add member", click -> submit());
        submit.setId(SUBMIT);
        submit.addThemeNames("primary");
        getFooter().add(new Button("Cancel", click -> close()), submit);
    }

    private void setUpWho(List<String> known) {
        who.setId(WHO);
        who.setItems(known);
        who.setAllowCustomValue(true);
        who.setAutofocus(true);
        who.setRequiredIndicatorVisible(true);
        who.setHelperText("The name of a person, a service or a group");
        who.addCustomValueSetListener(typed -> who.setValue(typed.getDetail().strip()));
    }

    private void setUpRole(List<Role> all, Map<UUID, String> notToGive) {
        role.setId(ROLE);
        role.setLabel("Role");
        role.setRequiredIndicatorVisible(true);
        List<Role> here =
                all.stream()
                        .filter(each ->
                                each.places().contains(Place.TENANT)
                                        || each.places().contains(Place.STAGE))
                        .toList();
        role.setItems(here);
        role.setItemLabelGenerator(each -> VisibleText.of(each.name()));
        role.setItemEnabledProvider(each -> !notToGive.containsKey(each.id()));
        role.setRenderer(
                new ComponentRenderer<>(each -> {
                    Span word = new Span(VisibleText.of(each.name()));
                    word.addClassName("choice-word");
                    String objection = notToGive.get(each.id());
                    Span why =
                            new Span(
                                    VisibleText.of(
                                            objection == null
                                                    ? each.summary()
                                                    : "Not yours to give: " + objection));
                    why.addClassName("choice-why");
                    return new Div(word, why);
                }));
        role.addValueChangeListener(change -> {
            offerPlaces(change.getValue());
        });
    }

    private void setUpWhere() {
        where.setId(WHERE);
        where.setLabel("Where");
        where.setItemLabelGenerator(this::placeWord);
        List<AccessPath> places = new ArrayList<>(List.of(tenant.id().accessPath()));
        tenant.stages().forEach(stage -> places.add(tenant.id().at(stage)));
        where.setItems(places);
        where.setValue(tenant.id().accessPath());
    }

    private String placeWord(AccessPath path) {
        return tenant.stages().stream()
                .filter(stage -> tenant.id().at(stage).equals(path))
                .findFirst()
                .map(stage -> "Only " + StageWords.word(stage))
                .orElse("In the whole tenant");
    }

    /** Some roles are for whole tenants only. */
    private void offerPlaces(Role chosen) {
        where.setItemEnabledProvider(
                path -> chosen == null || chosen.places().contains(path.place()));
        AccessPath now = where.getValue();
        if (chosen != null && now != null && !chosen.places().contains(now.place())) {
            where.setValue(tenant.id().accessPath());
        }
    }

    private void submit() {
        refusal.clear();
        String name = who.getValue();
        Role chosen = role.getValue();
        AccessPath at = where.getValue();
        if (name == null || name.isBlank()) {
            refusal.beside("principal", "Say who.");
        } else if (chosen == null) {
            refusal.beside("role", "Choose a role.");
        } else if (at != null) {
            give(name, chosen, at);
        }
    }

    private void give(String name, Role chosen, AccessPath at) {
        Principal principal;
        try {
            principal = access.named(at, name);
        } catch (NoSuchThingException nobody) {
            refusal.beside("principal", String.valueOf(nobody.getMessage()));
            return;
        }
        try {
            BoundRole bound =
                    access.addMember(
                            new NewBinding(
                                    at,
                                    principal.id(),
                                    chosen.id(),
                                    null,
                                    LastDay.endOf(until.getValue(), UI.getCurrentOrThrow())));
            close();
            Notices.done(bound.principal().name() + " is " + bound.role().name() + " now.");
        } catch (RefusedException notTheirs) {
            refusal.beside("role", ProblemNotice.reason(notTheirs));
        } catch (RuntimeException failure) {
            refusal.show(failure);
        }
    }
}
