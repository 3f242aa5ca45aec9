package dev.mullion.security;

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

    /** See one's own account. */
    ACCOUNT_SELF("account.self", false),
    ACCOUNT_PASSWORD("account.password", true),
    /** See one's own API tokens (never their text). */
    TOKEN_SELF("token.self", false),
    TOKEN_CREATE("token.create", true),
    TOKEN_REVOKE("token.revoke", true);

    private final String code;
    private final boolean changes;

    Permission(String code, boolean changes) {
        this.code = code;
        this.changes = changes;
    }

    /** The stable text of this permission, for example {@code container.start}. */
    public String code() {
        return code;
    }

    /** Whether a call under this permission changes something; every such call is audited. */
    public boolean changes() {
        return changes;
    }
}
