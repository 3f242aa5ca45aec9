package dev.mullion.security;

import org.springframework.stereotype.Component;

/**
 * The one place that answers whether somebody may do something, and why. Nothing is allowed unless
 * a rule here says so.
 */
@Component
public class Authorizer {

    private final Callers callers;
    private final Roles roles;

    public Authorizer(Callers callers, Roles roles) {
        this.callers = callers;
        this.roles = roles;
    }

    /**
     * The answer for any caller; it depends on the state of the accounts now, not on when somebody
     * signed in.
     */
    public Decision decide(Caller caller, Permission permission, Resource resource) {
        if (caller.door() == Door.SYSTEM) {
            return Decision.allow("the portal itself");
        }
        var account = caller.accountId();
        if (account == null) {
            return Decision.refuse("nobody is signed in");
        }
        return roles.of(account)
                .map(role ->
                        switch (role) {
                            case PLATFORM_ADMINISTRATOR -> Decision.allow("platform administrator");
                        })
                .orElseGet(() -> Decision.refuse("the account has no role that grants it"));
    }

    /**
     * Lets the current caller's work go on, or not.
     *
     * @throws RefusedException if the current caller may not
     */
    public void require(Permission permission, Resource resource) {
        var caller = callers.current();
        var decision = decide(caller, permission, resource);
        if (!decision.allowed()) {
            throw new RefusedException(caller, permission, resource, decision);
        }
    }

    /** Whether the current caller may; pages ask this to show, hide or disable a control. */
    public boolean may(Permission permission, Resource resource) {
        return decide(callers.current(), permission, resource).allowed();
    }
}
