package dev.mullion.docker.client;

import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Platform;
import dev.mullion.docker.api.DeletedImage;
import dev.mullion.docker.api.DockerJson;
import dev.mullion.docker.api.HistoryEntry;
import dev.mullion.docker.api.ImageDetails;
import dev.mullion.docker.api.ImageSummary;
import dev.mullion.docker.api.PruneReport;
import dev.mullion.docker.api.PullProgress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The images of one host. A name may be an id, shortened or with {@code sha256:}, or a reference.
 *
 * <p>Every call blocks, ends by the client's time-outs, and throws a {@link DockerException} if it
 * fails: {@link NoSuchObjectException} if there is no such image, {@link ConflictException} if
 * containers or other names are in the way of a removal. What can't be a name at all is an {@link
 * IllegalArgumentException}.
 */
public final class Images {

    /**
     * How long an engine may say nothing while it pulls. Engines tell of each step of a download,
     * but not of the unpacking of a huge layer on every storage driver.
     */
    static final Duration LONGEST_SILENCE = Duration.ofMinutes(30);

    private final EngineHttp http;

    Images(EngineHttp http) {
        this.http = http;
    }

    /**
     * Lists all images that have a name or were built last.
     *
     * @return newest first
     */
    public List<ImageSummary> list() {
        return http.list(
                Ask.get("list images", Target.of("images", "json"), http.callTime()),
                ImageSummary.class);
    }

    /**
     * Looks at one image.
     *
     * @param name which
     * @return everything about it
     */
    public ImageDetails inspect(String name) {
        return http.document(
                Ask.get("inspect image " + name, Target.image(name, "json"), http.callTime()),
                ImageDetails.class);
    }

    /**
     * Tells how an image was made.
     *
     * @param name which
     * @return its steps, newest first
     */
    public List<HistoryEntry> history(String name) {
        return http.list(
                Ask.get(
                        "read the history of image " + name,
                        Target.image(name, "history"),
                        http.callTime()),
                HistoryEntry.class);
    }

    /**
     * Pulls an image from its registry. The stream has to be read to its end: closing it before
     * cancels the pull. What fails after the beginning is an {@link EngineRefusedException} from
     * the stream; half an hour without a word is an {@link EngineTimeoutException}.
     *
     * @param reference what; with a digest, exactly that and the tag is ignored
     * @param platform made for what, or null for the host's own
     * @param credentials what the host shows the registry, or null for nothing
     * @return what happens meanwhile, layer by layer
     */
    public DockerStream<PullProgress> pull(
            ImageReference reference,
            @Nullable Platform platform,
            @Nullable RegistryCredentials credentials) {
        return pull(reference, platform, credentials, LONGEST_SILENCE);
    }

    DockerStream<PullProgress> pull(
            ImageReference reference,
            @Nullable Platform platform,
            @Nullable RegistryCredentials credentials,
            Duration longestSilence) {
        String version =
                reference.digest().map(Digest::toString).or(reference::tag).orElse("latest");
        Target target =
                Target.of("images", "create")
                        .with("fromImage", reference.repository())
                        .with("tag", version)
                        .with("platform", platform == null ? null : platform.toString());
        Ask ask = Ask.post("pull " + reference.familiar(), target, http.slowCallTime());
        if (credentials != null) {
            ask = ask.header("X-Registry-Auth", credentials.header());
        }
        String asked = ask.asked();
        Answer answer = http.open(ask);
        answer.requireType("application/json");
        answer.call().silence(longestSilence);
        return new JsonLines<>(answer, http.settings().maxLine(), node -> progress(asked, node));
    }

    private static PullProgress progress(String asked, JsonNode line) {
        JsonNode detail = line.path("errorDetail");
        String error = detail.path("message").asString(line.path("error").asString(""));
        if (!error.isEmpty()) {
            int code = detail.path("code").asInt(0);
            throw new EngineRefusedException(
                    asked, code >= 400 && code < 600 ? code : 500, EngineText.clean(error));
        }
        return DockerJson.mapper().treeToValue(line, PullProgress.class);
    }

    /**
     * Gives an image another name on its host.
     *
     * @param source which
     * @param target the new name; taken from the image that had it
     * @throws IllegalArgumentException if the new name has a digest: those can't be given
     */
    public void tag(String source, ImageReference target) {
        if (target.digest().isPresent()) {
            throw new IllegalArgumentException(
                    "Not a name that can be given to an image: " + target + " has a digest");
        }
        http.done(
                Ask.post(
                        "tag image " + source + " as " + target.familiar(),
                        Target.image(source, "tag")
                                .with("repo", target.repository())
                                .with("tag", target.tag().orElse("latest")),
                        http.callTime()));
    }

    /**
     * Removes a name of an image, and with its last name the image; or, by id, the image with its
     * one name.
     *
     * @param name which
     * @param force whether also with several names, or while stopped containers use it
     * @param pruneParents whether nameless images it was built on go too
     * @return what went
     */
    public List<DeletedImage> remove(String name, boolean force, boolean pruneParents) {
        return http.list(
                Ask.delete(
                        "remove image " + name,
                        Target.image(name).with("force", force).with("noprune", !pruneParents),
                        http.slowCallTime()),
                DeletedImage.class);
    }

    /**
     * Removes unused images.
     *
     * @param danglingOnly whether only those without a name; else all that no container uses
     * @return what went
     */
    public PruneReport prune(boolean danglingOnly) {
        Map<String, List<String>> filters =
                Map.of("dangling", List.of(Boolean.toString(danglingOnly)));
        return http.document(
                Ask.post(
                        "remove unused images",
                        Target.of("images", "prune").with("filters", Filters.json(filters)),
                        http.slowCallTime()),
                PruneReport.class);
    }
}
