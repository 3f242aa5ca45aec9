package dev.mullion.security.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * The last answer, when nothing else gave one. It says what kind of thing went wrong and the id to
 * find it by in the log; never a message, a class name or a stack from inside.
 */
@Controller
class ErrorAnswers implements ErrorController {

    private static final String STYLE =
            ":root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}"
                    + "body{max-width:34rem;margin:12vh auto;padding:0 1.25rem}"
                    + "h1{font-size:1.5rem}";

    private static final String POLICY =
            "default-src 'none'; style-src 'sha256-"
                    + sha256(STYLE)
                    + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Logger log = LoggerFactory.getLogger(ErrorAnswers.class);

    private final Problems problems;

    ErrorAnswers(Problems problems) {
        this.problems = problems;
    }

    @RequestMapping("/error")
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var status = status(request);
        if (status.is5xxServerError()) {
            log.error(
                    "Request {} failed with {}",
                    RequestIds.of(request),
                    status.value(),
                    (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION));
        }
        if (path(request).startsWith("/api/") || !wantsAPage(request)) {
            problems.write(request, response, status, sentence(status));
            return;
        }
        response.setStatus(status.value());
        response.setContentType(MediaType.TEXT_HTML_VALUE);
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Security-Policy", POLICY);
        response.getWriter()
                .write(
                        """
                        <!doctype html>
                        <html lang="en"><head><meta charset="utf-8"><title>%s · Mullion</title>
                        <meta name="viewport" content="width=device-width, initial-scale=1">
                        <style>%s</style></head>
                        <body><h1>%s</h1><p>%s</p>
                        <p>Id for the log: <code>%s</code></p><p><a href="%s/">To the portal</a></p>
                        </body></html>
                        """
                                .formatted(
                                        status.getReasonPhrase(),
                                        STYLE,
                                        status.getReasonPhrase(),
                                        sentence(status),
                                        RequestIds.of(request),
                                        request.getContextPath()));
    }

    private static HttpStatus status(HttpServletRequest request) {
        var code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        var status = code instanceof Integer number ? HttpStatus.resolve(number) : null;
        // Somebody who opens /error by hand has found nothing.
        return Objects.requireNonNullElse(
                status, code == null ? HttpStatus.NOT_FOUND : HttpStatus.INTERNAL_SERVER_ERROR);
    }

    private static String sentence(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND -> "There is nothing here.";
            case FORBIDDEN ->
                    "This was refused. If the page was open for long, load it again and retry.";
            case CONTENT_TOO_LARGE, URI_TOO_LONG, REQUEST_HEADER_FIELDS_TOO_LARGE ->
                    "The request is too large.";
            default ->
                    status.is5xxServerError()
                            ? "Something went wrong in the portal. Try again; if it stays, look for the"
                                    + " id in the portal's log."
                            : "The request could not be understood.";
        };
    }

    private static String path(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri
                ? uri.substring(Math.min(uri.length(), request.getContextPath().length()))
                : "";
    }

    private static boolean wantsAPage(HttpServletRequest request) {
        return Objects.requireNonNullElse(request.getHeader("Accept"), "")
                .contains(MediaType.TEXT_HTML_VALUE);
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder()
                    .encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
