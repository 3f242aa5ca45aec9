package dev.mullion.security.audit;

import dev.mullion.security.Auditable;
import dev.mullion.security.Audited;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Caller;
import dev.mullion.security.Callers;
import dev.mullion.security.Decision;
import dev.mullion.security.Permission;
import dev.mullion.security.Refusal;
import dev.mullion.security.RefusedException;
import dev.mullion.security.Requires;
import dev.mullion.security.Resource;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Objects;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.security.access.AccessDeniedException;

/** Stands before every method that {@link Requires} a permission: asks, audits, lets through. */
class ServiceGuard implements MethodInterceptor {

    private static final Logger log = LoggerFactory.getLogger(ServiceGuard.class);

    // Providers, because this guard is made before ordinary beans are.
    private final ObjectProvider<Callers> callers;
    private final ObjectProvider<Authorizer> authorizer;
    private final ObjectProvider<AuditLog> audit;

    ServiceGuard(
            ObjectProvider<Callers> callers,
            ObjectProvider<Authorizer> authorizer,
            ObjectProvider<AuditLog> audit) {
        this.callers = callers;
        this.authorizer = authorizer;
        this.audit = audit;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation call) throws Throwable {
        var requires =
                Objects.requireNonNull(
                        AnnotationUtils.findAnnotation(call.getMethod(), Requires.class));
        var permission = requires.value();
        var resource = authorizer.getObject().locate(resourceOf(call.getArguments()));
        var caller = callers.getObject().current();
        var decision = authorizer.getObject().decide(caller, permission, resource);
        if (!decision.allowed()) {
            throw refusal(caller, permission, resource, decision);
        }
        return permission.changes()
                ? audited(call, caller, permission.code(), resource.path())
                : call.proceed();
    }

    private @Nullable Object audited(
            MethodInvocation call, Caller caller, String action, String path) throws Throwable {
        var detail = detailOf(call.getMethod().getParameters(), call.getArguments());
        var id = audit.getObject().attempt(caller, action, path, detail);
        try {
            var answer = call.proceed();
            audit.getObject()
                    .outcome(id, Phase.SUCCEEDED, caller, action, path, about(answer, path));
            return answer;
        } catch (AccessDeniedException e) {
            audit.getObject().outcome(id, Phase.REFUSED, caller, action, path, e.getMessage());
            throw e;
        } catch (Throwable e) {
            var phase = e instanceof Refusal r && r.refused() ? Phase.REFUSED : Phase.FAILED;
            audit.getObject().outcome(id, phase, caller, action, path, reason(e));
            throw e;
        }
    }

    private RefusedException refusal(
            Caller caller, Permission permission, Resource resource, Decision decision) {
        var refusal = new RefusedException(caller, permission, resource, decision);
        log.info("Refused: {}", refusal.getMessage());
        // Somebody unknown can be as many as he likes; only people who have an account fill the
        // audit.
        if (permission.changes() || caller.known()) {
            audit.getObject()
                    .event(
                            Phase.REFUSED,
                            caller,
                            permission.code(),
                            resource.path(),
                            decision.reason());
        }
        return refusal;
    }

    private static Resource resourceOf(@Nullable Object[] arguments) {
        return Arrays.stream(arguments)
                .filter(Resource.class::isInstance)
                .map(Resource.class::cast)
                .findFirst()
                .orElse(Resource.PLATFORM);
    }

    private static @Nullable String detailOf(Parameter[] parameters, @Nullable Object[] arguments) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < arguments.length; i++) {
            var audited = parameters[i].getAnnotation(Audited.class);
            if (audited != null && arguments[i] != null) {
                lines.add(audited.value() + " " + arguments[i]);
            } else if (arguments[i] instanceof Auditable auditable) {
                lines.add(auditable.auditText());
            }
        }
        return lines.isEmpty() ? null : String.join("; ", lines);
    }

    /**
     * What came out of the call, if that is news: "adds a host" is only useful with the host's id.
     */
    private static @Nullable String about(@Nullable Object answer, String path) {
        return switch (answer) {
            case Auditable auditable -> auditable.auditText();
            case Resource resource when !resource.path().equals(path) -> resource.path();
            case null, default -> null;
        };
    }

    private static String reason(Throwable e) {
        var message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
