package dev.mullion.security;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The one place that answers whether somebody may do something, and why. Nothing is allowed unless
 * a rule here says so.
 */
@Component
public class Authorizer {

    private static final Logger log = LoggerFactory.getLogger(Authorizer.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final Callers callers;
    private final Rights rights;
    private final Whereabouts whereabouts;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    /**
     * @param rights what accounts may do
     * @param whereabouts to whom things belong
     * @param rightsWatch looks after what goes on for long
     */
    public Authorizer(
            Callers callers,
            Rights rights,
            Whereabouts whereabouts,
            ScheduledExecutorService rightsWatch) {
        this.callers = callers;
        this.rights = rights;
        this.whereabouts = whereabouts;
        var _ =
                rightsWatch.scheduleWithFixedDelay(
                        this::lookAtAll,
                        BETWEEN_LOOKS.toMillis(),
                        BETWEEN_LOOKS.toMillis(),
                        TimeUnit.MILLISECONDS);
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
        return rights.decide(account, permission, locate(resource));
    }

    /** Where a resource lies: in the tenant that it belongs to, or where its own path says. */
    public Resource locate(Resource resource) {
        return whereabouts.locate(resource);
    }

    /**
     * What the current caller sees of many things: one question for each place that they lie in,
     * not for each of them.
     *
     * @param permission to see them; one that reaches to everything, not just to what is one's own
     */
    public Sight sight(Permission permission) {
        var caller = callers.current();
        return new Sight(place -> decide(caller, permission, place).allowed());
    }

    /**
     * The sentence to answer with if the current caller may not even know of what was refused: the
     * same as if it had never been. Empty if they may know of it.
     */
    public Optional<String> hidden(Resource resource) {
        var located = locate(resource);
        return Hidden.of(located.path())
                .filter(hidden -> !may(hidden.seenWith(), located))
                .map(Hidden::sentence);
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

    /**
     * Whether the current caller may somewhere, be it in one stage of one tenant. Pages ask this to
     * offer the way to a list, which then shows what is there for the caller.
     */
    public boolean mayAnywhere(Permission permission) {
        var caller = callers.current();
        var account = caller.accountId();
        return caller.door() == Door.SYSTEM
                || (account != null && rights.anywhere(account, permission));
    }

    /**
     * Watches over something that goes on for long, such as a log that is followed: as soon as the
     * caller may it no longer, within a second of the change, it is told to end.
     *
     * @param onEnd ends it; called at most once, on a thread of its own, with the reason
     * @return to be closed when it ends by itself
     * @throws RefusedException if the caller may not even begin
     */
    public Watch whileAllowed(
            Caller caller, Permission permission, Resource resource, Consumer<Decision> onEnd) {
        var watch = new Watch(caller, permission, resource, onEnd, watches::remove);
        watches.add(watch);
        // Only once it is watched: what is taken away from here on is seen by the next look.
        var decision = decide(caller, permission, resource);
        if (!decision.allowed()) {
            watch.close();
            throw new RefusedException(caller, permission, resource, decision);
        }
        return watch;
    }

    private void lookAtAll() {
        for (var watch : watches) {
            try {
                var decision = decide(watch.caller, watch.permission, watch.resource);
                if (!decision.allowed()) {
                    watch.end(decision);
                }
            } catch (RuntimeException e) {
                log.error("A right could not be looked at again, so it ends", e);
                watch.end(Decision.refuse("the right could not be looked at again"));
            }
        }
    }
}
