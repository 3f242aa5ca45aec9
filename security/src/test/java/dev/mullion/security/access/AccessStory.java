package dev.mullion.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.security.Authorizer;
import dev.mullion.security.Caller;
import dev.mullion.security.Callers;
import dev.mullion.security.Door;
import dev.mullion.security.Permission;
import dev.mullion.security.Resource;
import dev.mullion.security.SecurityProperties;
import dev.mullion.security.TestClock;
import dev.mullion.security.TestPortal;
import dev.mullion.security.Trust;
import dev.mullion.security.account.PeopleService;
import dev.mullion.security.account.SetupService;
import dev.mullion.security.audit.AuditLog;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.Tenant;
import dev.mullion.security.tenant.TenantService;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * A portal with an owner, to give roles to people in. Names are made unique, so tests don't meet.
 */
@SpringBootTest(classes = TestPortal.class)
public abstract class AccessStory {

    protected static final String PASSWORD = "four unrelated words here";

    @DynamicPropertySource
    static void data(DynamicPropertyRegistry registry) {
        TestPortal.privateData(registry);
    }

    @Autowired protected SetupService setup;
    @Autowired protected SecurityProperties properties;
    @Autowired protected Callers callers;
    @Autowired protected Authorizer authorizer;
    @Autowired protected AccessBook book;
    @Autowired protected AccessService access;
    @Autowired protected RoleService roles;
    @Autowired protected GroupService groups;
    @Autowired protected PeopleService people;
    @Autowired protected TenantService tenants;
    @Autowired protected AuditLog audit;
    @Autowired protected TestClock clock;

    protected Caller owner = Caller.anonymous(Door.PAGE, null);

    @BeforeEach
    void anOwner() throws Exception {
        if (setup.needed()) {
            var secret = Files.readString(properties.dataDir().resolve("setup-secret"));
            setup.createAdministrator(secret, "owner", PASSWORD);
        }
        owner = caller("owner");
    }

    /** Somebody new, who may do nothing yet. */
    protected Caller somebody(String name) {
        var unique = name + "-" + UUID.randomUUID().toString().substring(0, 8);
        var person = as(owner, () -> people.create(unique, PASSWORD));
        return new Caller(person.id(), person.username(), Door.PAGE, "10.0.0.1");
    }

    protected Caller caller(String name) {
        var known =
                book.snapshot().principals().stream()
                        .filter(principal -> principal.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        return new Caller(known.id(), known.name(), Door.PAGE, "10.0.0.1");
    }

    protected Tenant tenant(String name) {
        return as(
                owner,
                () ->
                        tenants.create(
                                name + " " + UUID.randomUUID(),
                                Trust.RESTRICTED,
                                Set.of(Stage.QA, Stage.PRODUCTION)));
    }

    /** Somebody new, with a role in a tenant from its owner. */
    protected Caller member(Tenant tenant, ReadyRole role) {
        var member = somebody(role.code().toLowerCase(Locale.ROOT));
        var giver = role == ReadyRole.TENANT_OWNER ? owner : member(tenant, ReadyRole.TENANT_OWNER);
        give(giver, member, role, tenant.id().accessPath());
        return member;
    }

    protected BoundRole give(Caller giver, Caller receiver, ReadyRole role, AccessPath at) {
        var wanted = NewBinding.of(at, id(receiver), role.id());
        return as(
                giver,
                () -> at.tenant().isPresent() ? access.addMember(wanted) : access.bind(wanted));
    }

    protected boolean may(Caller caller, Permission permission, Resource resource) {
        return authorizer.decide(caller, permission, resource).allowed();
    }

    protected <T extends @Nullable Object, X extends Exception> T as(
            Caller caller, Callers.Work<T, X> work) throws X {
        return callers.runAs(caller, work);
    }

    protected static UUID id(Caller caller) {
        var id = caller.accountId();
        assertThat(id).isNotNull();
        return Objects.requireNonNull(id);
    }
}
