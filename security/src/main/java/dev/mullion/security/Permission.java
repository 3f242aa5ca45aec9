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
    ROLE_READ("role.read", false),
    /** Make up, change and remove roles, within one's own rights. */
    ROLE_WRITE("role.write", true),

    /** See one's own account. */
    ACCOUNT_SELF("account.self", false, true),
    ACCOUNT_PASSWORD("account.password", true, true),
    /** See one's own API tokens (never their text). */
    TOKEN_SELF("token.self", false, true),
    TOKEN_CREATE("token.create", true, true),
    TOKEN_REVOKE("token.revoke", true, true);

    private final String code;
    private final boolean changes;
    private final boolean self;

    Permission(String code, boolean changes) {
        this(code, changes, false);
    }

    Permission(String code, boolean changes, boolean self) {
        this.code = code;
        this.changes = changes;
        this.self = self;
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
     * Whether it is about nothing but the caller's own account: everybody who can sign in has it,
     * and no role grants it.
     */
    public boolean self() {
        return self;
    }
}
