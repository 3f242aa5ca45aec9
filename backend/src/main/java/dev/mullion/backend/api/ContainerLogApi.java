package dev.mullion.backend.api;

import dev.mullion.backend.Problem;
import dev.mullion.backend.container.ContainerKey;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.docker.client.DockerStream;
import dev.mullion.docker.client.LogFrame;
import dev.mullion.docker.client.LogQuery;
import dev.mullion.security.RefusedException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A container's log, handed on as it comes; the request's own (virtual) thread waits for more. */
@RestController
@Tag(name = "Containers")
class ContainerLogApi {

    private static final Logger log = LoggerFactory.getLogger(ContainerLogApi.class);

    private static final int MOST_TAIL = 100_000;

    private final ContainerService containers;
    private final Duration longestSilence;

    /**
     * @param longestSilence how long a followed container may write nothing. That a caller has gone
     *     is only noticed when something is sent to it, and nothing can be sent that is not part of
     *     the log: without a limit, everybody who follows a silent container and leaves would keep
     *     a thread and a connection to its host for good.
     */
    ContainerLogApi(
            ContainerService containers,
            @Value("${mullion.api.longest-log-silence:15m}") Duration longestSilence) {
        this.containers = containers;
        this.longestSilence = longestSilence;
    }

    @GetMapping(path = "/api/v1/containers/{container}/logs", produces = MediaType.TEXT_PLAIN_VALUE)
    @Operation(
            summary = "Read a container's log",
            description =
                    "As the container wrote it, control characters included. With follow, the answer goes on until the container ends or the caller closes the connection. It is cut off, without its last chunk, when the host fails or the container has written nothing for 15 minutes: then ask again, with since.")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_PLAIN_VALUE,
                            schema = @Schema(type = "string")))
    void read(
            @PathVariable ContainerKey container,
            @Parameter(description = "Whether to go on with what is written later")
                    @RequestParam(defaultValue = "false")
                    boolean follow,
            @Parameter(description = "Only so many of the last lines, 0 to 100,000; all without")
                    @RequestParam(required = false)
                    @Nullable Integer tail,
            @Parameter(description = "Only from this moment on, as in 2030-01-31T12:00:00Z")
                    @RequestParam(required = false)
                    @Nullable String since,
            @Parameter(description = "Whether each line begins with its moment")
                    @RequestParam(defaultValue = "false")
                    boolean timestamps,
            @Parameter(description = "Whether to give the output")
                    @RequestParam(defaultValue = "true")
                    boolean stdout,
            @Parameter(description = "Whether to give the error output")
                    @RequestParam(defaultValue = "true")
                    boolean stderr,
            HttpServletResponse response)
            throws IOException {
        var query =
                new LogQuery(
                        some(stdout, stderr),
                        stderr,
                        follow,
                        timestamps,
                        since == null ? null : moment(since),
                        null,
                        tail == null ? -1 : lines(tail),
                        follow ? longestSilence : null);
        try (var frames = containers.logs(container, query)) {
            response.setContentType(MediaType.TEXT_PLAIN_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            response.setHeader("X-Content-Type-Options", "nosniff");
            // what a proxy holds back would not be live
            response.setHeader("X-Accel-Buffering", "no");
            copy(frames, response, follow);
        }
    }

    private static void copy(
            DockerStream<LogFrame> frames, HttpServletResponse response, boolean live)
            throws IOException {
        OutputStream out = response.getOutputStream();
        if (live) {
            response.flushBuffer();
        }
        try {
            while (frames.hasNext()) {
                out.write(frames.next().bytes());
                if (live) {
                    out.flush();
                }
            }
        } catch (Problem | RefusedException e) {
            if (!response.isCommitted()) {
                throw e;
            }
            // The status is long sent. Ending without the last chunk tells the caller that it was
            // cut off; this is the server's own word for that, and no error in its log.
            log.info("A log that was being read broke off: {}", e.getMessage());
            throw new CloseNowException("The log broke off", e);
        }
    }

    private static boolean some(boolean stdout, boolean stderr) {
        if (!stdout && !stderr) {
            throw Problem.invalid(
                    "stdout",
                    "read the log",
                    "neither the output nor the error output is wanted",
                    "Leave stdout or stderr true.");
        }
        return stdout;
    }

    private static int lines(int tail) {
        if (tail < 0 || tail > MOST_TAIL) {
            throw Problem.invalid(
                    "tail",
                    "read the last " + tail + " lines of the log",
                    "that is too few or too many",
                    "Ask for 0 to " + MOST_TAIL + ", or leave it out for all.");
        }
        return tail;
    }

    private static Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Problem.invalid(
                            "since",
                            "read the log since \"" + text + "\"",
                            "that is no moment",
                            "Give it as in 2030-01-31T12:00:00Z.")
                    .causedBy(e);
        }
    }
}
