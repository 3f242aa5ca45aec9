package dev.mullion.frontend.frame;

import dev.mullion.security.Authorizer;
import dev.mullion.security.Callers;
import dev.mullion.security.Decision;
import dev.mullion.security.RefusedException;
import dev.mullion.security.Resource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Which pages the person who looks has anything to see on. */
@Component
class Sights {

    private final Authorizer authorizer;
    private final Callers callers;

    Sights(Authorizer authorizer, Callers callers) {
        this.authorizer = authorizer;
        this.callers = callers;
    }

    /** Why a page shows this person nothing; empty if there is something for them. */
    Optional<RefusedException> refusal(Class<?> page) {
        SeenWith needed = page.getAnnotation(SeenWith.class);
        if (needed == null) {
            return Optional.empty();
        }
        Decision decision = authorizer.decide(callers.current(), needed.value(), Resource.PLATFORM);
        boolean seen =
                decision.allowed() || (needed.anywhere() && authorizer.mayAnywhere(needed.value()));
        return seen
                ? Optional.empty()
                : Optional.of(
                        new RefusedException(
                                callers.current(), needed.value(), Resource.PLATFORM, decision));
    }
}
