package dev.mullion.backend.api;

import dev.mullion.backend.Problem;
import dev.mullion.backend.api.QuotaBodies.ForecastBody;
import dev.mullion.security.Authorizer;
import dev.mullion.security.NoSuchThingException;
import dev.mullion.security.RefusedException;
import dev.mullion.security.RefusedInputException;
import dev.mullion.security.Resource;
import dev.mullion.security.audit.AuditUnavailableException;
import dev.mullion.security.guardrail.PolicyFormatException;
import dev.mullion.security.guardrail.RequestFormatException;
import dev.mullion.security.policy.PolicyConflictException;
import dev.mullion.security.policy.PolicyUnreadableException;
import dev.mullion.security.quota.QuotaExceededException;
import dev.mullion.security.web.BodyTooLargeException;
import dev.mullion.security.web.RequestIds;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/**
 * Turns whatever goes wrong in the API into an RFC 9457 problem, in this one place. Each carries
 * the request's id, under which the log says more.
 */
@RestControllerAdvice(basePackageClasses = ApiProblems.class)
class ApiProblems {

    private static final Logger log = LoggerFactory.getLogger(ApiProblems.class);

    private final Authorizer authorizer;

    ApiProblems(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> problem(Problem problem, HttpServletRequest request) {
        if (problem.kind().status() >= HttpStatus.INTERNAL_SERVER_ERROR.value()) {
            log.warn(
                    "{} {}: {}",
                    request.getMethod(),
                    request.getRequestURI(),
                    problem.getMessage());
        }
        var detail =
                detail(
                        HttpStatusCode.valueOf(problem.kind().status()),
                        String.valueOf(problem.getMessage()),
                        request);
        detail.setProperty("asked", problem.asked());
        detail.setProperty("because", problem.because());
        detail.setProperty("remedy", problem.remedy());
        problem.field().ifPresent(field -> detail.setProperty("field", field));
        problem.code().ifPresent(code -> detail.setProperty("code", code));
        if (!problem.findings().isEmpty()) {
            detail.setProperty(
                    "findings", problem.findings().stream().map(FindingBody::of).toList());
        }
        if (problem.getCause() instanceof QuotaExceededException quota) {
            detail.setProperty(
                    "exceeded", quota.exceeded().stream().map(ForecastBody::of).toList());
        }
        return answer(detail);
    }

    /**
     * Somebody known may not. Of what they may not even see they learn nothing: the answer is the
     * same as if it were not there.
     */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(RefusedException e, HttpServletRequest request) {
        var hidden = authorizer.hidden(Resource.at(e.resource()));
        if (hidden.isPresent()) {
            return answer(detail(HttpStatus.NOT_FOUND, hidden.get(), request));
        }
        var detail =
                detail(
                        HttpStatus.FORBIDDEN,
                        (e.getMessage() + ". " + e.decision().remedy()).strip(),
                        request);
        detail.setProperty("permission", e.permission().code());
        detail.setProperty("because", e.decision().reason());
        detail.setProperty("remedy", e.decision().remedy());
        return answer(detail);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refusedInput(
            RefusedInputException e, HttpServletRequest request) {
        var detail = detail(HttpStatus.UNPROCESSABLE_CONTENT, e.getMessage(), request);
        detail.setProperty("field", e.field());
        return answer(detail);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> policyNotUnderstood(
            PolicyFormatException e, HttpServletRequest request) {
        var detail =
                detail(HttpStatus.UNPROCESSABLE_CONTENT, String.valueOf(e.getMessage()), request);
        detail.setProperty("field", e.at().isEmpty() ? "rules" : e.at());
        return answer(detail);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> requestNotUnderstood(
            RequestFormatException e, HttpServletRequest request) {
        var detail =
                detail(HttpStatus.UNPROCESSABLE_CONTENT, String.valueOf(e.getMessage()), request);
        detail.setProperty("field", "request");
        return answer(detail);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> policyChanged(
            PolicyConflictException e, HttpServletRequest request) {
        return answer(detail(HttpStatus.CONFLICT, String.valueOf(e.getMessage()), request));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> policyUnreadable(
            PolicyUnreadableException e, HttpServletRequest request) {
        log.error("{} {}: a policy can't be read", request.getMethod(), request.getRequestURI(), e);
        return answer(detail(HttpStatus.CONFLICT, String.valueOf(e.getMessage()), request));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> nothingThere(NoSuchThingException e, HttpServletRequest request) {
        return answer(detail(HttpStatus.NOT_FOUND, String.valueOf(e.getMessage()), request));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unreadable(
            HttpMessageNotReadableException e, HttpServletRequest request) {
        if (NestedExceptionUtils.getRootCause(e) instanceof BodyTooLargeException large) {
            return answer(
                    detail(
                            HttpStatus.CONTENT_TOO_LARGE,
                            String.valueOf(large.getMessage()),
                            request));
        }
        var flaw = JsonFlaw.of(e);
        var detail = detail(HttpStatus.BAD_REQUEST, flaw.sentence(), request);
        if (!flaw.field().isEmpty()) {
            detail.setProperty("field", flaw.field());
        }
        return answer(detail);
    }

    /**
     * An id in the path that can't be one names nothing; any other parameter is the asker's
     * mistake.
     */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> mismatch(
            MethodArgumentTypeMismatchException e, HttpServletRequest request) {
        if (e.getParameter().hasParameterAnnotation(PathVariable.class)) {
            return answer(
                    detail(
                            HttpStatus.NOT_FOUND,
                            "There is nothing here: \"%s\" is no %s."
                                    .formatted(e.getValue(), e.getName()),
                            request));
        }
        return invalidParameter(e.getName(), e.getValue(), e, request);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> notValid(
            MethodArgumentNotValidException e, HttpServletRequest request) {
        var error = e.getBindingResult().getFieldErrors().getFirst();
        return invalidParameter(error.getField(), error.getRejectedValue(), null, request);
    }

    private static ResponseEntity<ProblemDetail> invalidParameter(
            String name,
            @Nullable Object value,
            @Nullable Throwable e,
            HttpServletRequest request) {
        var why = e == null ? null : rootMessage(e);
        var detail =
                detail(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "The parameter %s can't be \"%s\"%s."
                                .formatted(name, value, why == null ? "" : ": " + why),
                        request);
        detail.setProperty("field", name);
        return answer(detail);
    }

    private static @Nullable String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        // other exceptions' words name classes, which help nobody outside
        return root.getClass() == IllegalArgumentException.class ? root.getMessage() : null;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> noAudit(AuditUnavailableException e, HttpServletRequest request) {
        log.error("{} {} was not done", request.getMethod(), request.getRequestURI(), e);
        return answer(
                detail(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()), request));
    }

    /** Nobody is there to read an answer. */
    @ExceptionHandler
    void gone(AsyncRequestNotUsableException e) {
        log.debug("The other side has gone", e);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> other(Exception e, HttpServletRequest request) throws Exception {
        if (e instanceof AccessDeniedException
                || e instanceof CloseNowException
                || e instanceof ClientAbortException) {
            // the security filters answer the first, and nobody is there to read one to the others
            throw e;
        }
        if (e instanceof ErrorResponse known) {
            return answer(
                    detail(
                            known.getStatusCode(),
                            String.valueOf(known.getBody().getDetail()),
                            request),
                    known.getHeaders());
        }
        log.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        return answer(
                detail(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "Something went wrong in the portal. Its log says more under this request's id.",
                        request));
    }

    private static ProblemDetail detail(
            HttpStatusCode status, String words, HttpServletRequest request) {
        var detail = ProblemDetail.forStatusAndDetail(status, words);
        detail.setInstance(URI.create(request.getRequestURI()));
        detail.setProperty("requestId", RequestIds.of(request));
        return detail;
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail detail) {
        return answer(detail, HttpHeaders.EMPTY);
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail detail, HttpHeaders headers) {
        return ResponseEntity.status(detail.getStatus())
                .headers(headers)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(detail);
    }
}
