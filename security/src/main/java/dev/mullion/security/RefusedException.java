package dev.mullion.security;

import org.springframework.security.access.AccessDeniedException;

/** The authorizer said no. Its message may be shown to the caller. */
public class RefusedException extends AccessDeniedException {

    private final Permission permission;
    private final String resource;
    private final Decision decision;

    public RefusedException(
            Caller caller, Permission permission, Resource resource, Decision decision) {
        super(
                "%s may not do \"%s\" on %s: %s"
                        .formatted(
                                caller.name(),
                                permission.code(),
                                resource.path(),
                                decision.reason()));
        this.permission = permission;
        this.resource = resource.path();
        this.decision = decision;
    }

    public Permission permission() {
        return permission;
    }

    /** The path of what the call was about. */
    public String resource() {
        return resource;
    }

    /** Why, and who could change it. */
    public Decision decision() {
        return decision;
    }
}
