package dev.mullion.security;

import java.util.Arrays;

/**
 * What a service method may ask of its caller. The code is what the audit and the API show; it
 * never changes once it has been written to an audit.
 */
public enum Permission {
    HOST_READ("host.read", false),
    HOST_ADD("host.enroll", true),
    HOST_UPDATE("host.update", true),
    HOST_REMOVE("host.remove", true),

    CONTAINER_READ("container.list", false),
    CONTAINER_INSPECT("container.inspect", false),
    CONTAINER_LOGS("container.logs", false),
    CONTAINER_CREATE("container.create", true),
    CONTAINER_START("container.start", true),
    CONTAINER_STOP("container.stop", true),
    CONTAINER_RESTART("container.restart", true),
    CONTAINER_KILL("container.kill", true),
    CONTAINER_PAUSE("container.pause", true),
    CONTAINER_RENAME("container.rename", true),
    CONTAINER_REMOVE("container.remove", true),

    IMAGE_READ("image.read", false),
    IMAGE_PULL("image.pull", true),
    IMAGE_TAG("image.tag", true),
    IMAGE_REMOVE("image.remove", true),
    IMAGE_PRUNE("image.prune", true),

    ACTIVITY_READ("activity.read", false),
    ACTIVITY_CANCEL("activity.cancel", true),

    /** See who has which role, outside of tenants. */
    BINDING_READ("binding.read", false),
    /** Give and take roles outside of tenants, within one's own rights. */
    BINDING_WRITE("binding.write", true),
    /** See who has which role in a tenant. */
    MEMBER_READ("member.read", false),
    /** Give and take roles in a tenant, within one's own rights. */
    MEMBER_WRITE("member.write", true),
    /** Make up, change and remove roles, within one's own rights. */
    ROLE_WRITE("role.write", true),
    /** See what somebody may at a path, and by which role. */
    ACCESS_REVIEW("access.review", false),

    USER_READ("user.read", false),
    USER_CREATE("user.create", true),
    /** Suspend accounts, and let them go on. */
    USER_UPDATE("user.update", true),
    GROUP_READ("group.read", false),
    /** Make and remove groups, and say who is in them, within one's own rights. */
    GROUP_WRITE("group.write", true),
    /** Make accounts for programs, and tokens for them, within one's own rights. */
    SERVICE_ACCOUNT_WRITE("serviceaccount.write", true),

    AUDIT_READ("audit.read", false),
    AUDIT_EXPORT("audit.export", false),

    TENANT_READ("tenant.read", false),
    TENANT_CREATE("tenant.create", true),
    /** Change a tenant's name and stages. */
    TENANT_UPDATE("tenant.update", true),
    /** Say how far a tenant is trusted. */
    TENANT_TRUST("tenant.trust-class", true),
    TENANT_SUSPEND("tenant.suspend", true),
    TENANT_DELETE("tenant.delete", true),

    /** See what policies say, and try what they would say to a request. */
    POLICY_READ("policy.read", false),
    /** Say what may run. What is built in stays above it, and what is said further up. */
    POLICY_WRITE("policy.write", true),

    /** See how much a tenant or a stage may take, and takes. */
    QUOTA_READ("quota.read", false),
    /** Say how much a tenant may take. */
    QUOTA_WRITE("quota.write", true),
    /** Say how much of it each stage may take. */
    QUOTA_SPLIT("quota.split", true),

    /** See which roles there are and what each grants: it explains everybody's rights. */
    ROLE_READ("role.read", false, true),
    /** See one's own account. */
    ACCOUNT_SELF("account.self", false, true),
    ACCOUNT_PASSWORD("account.password", true, true),
    /** See one's own API tokens (never their text). */
    TOKEN_SELF("token.self", false, true),
    TOKEN_CREATE("token.create", true, true),
    TOKEN_REVOKE("token.revoke", true, true);

    private final String code;
    private final boolean changes;
    private final boolean everyones;

    Permission(String code, boolean changes) {
        this(code, changes, false);
    }

    Permission(String code, boolean changes, boolean everyones) {
        this.code = code;
        this.changes = changes;
        this.everyones = everyones;
    }

    /**
     * Finds a permission by its stable text.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Permission ofCode(String code) {
        return Arrays.stream(values())
                .filter(permission -> permission.code.equals(code))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("No permission is called \"" + code + "\""));
    }

    /** The stable text of this permission, for example {@code container.start}. */
    public String code() {
        return code;
    }

    /** Whether a call under this permission changes something; every such call is audited. */
    public boolean changes() {
        return changes;
    }

    /**
     * Whether everybody who can sign in has it, because it is about their own account or gives
     * nothing away. No role grants it.
     */
    public boolean everyones() {
        return everyones;
    }
}
