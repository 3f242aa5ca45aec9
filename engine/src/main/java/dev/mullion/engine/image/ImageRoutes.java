package dev.mullion.engine.image;

import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Platform;
import dev.mullion.docker.client.RegistryCredentials;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.http.Call;
import dev.mullion.engine.http.Filters;
import dev.mullion.engine.http.Routes;
import dev.mullion.engine.registry.RegistryAuthHeader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The API's paths below {@code /images}. */
public final class ImageRoutes {

    private final Images images;

    /** Makes the routes of these images. */
    public ImageRoutes(Images images) {
        this.images = images;
    }

    /** Adds all of them. */
    public void addTo(Routes routes) {
        routes.get("/images/json", this::list)
                .post("/images/create", this::create)
                .post("/images/prune", this::prune)
                .post("/images/load", this::load)
                .get("/images/get", this::saveSeveral)
                .get("/images/{name...}/get", this::saveOne)
                .post("/images/{name...}/push", this::push)
                .get("/images/{name...}/json", this::inspect)
                .get("/images/{name...}/history", this::history)
                .post("/images/{name...}/tag", this::tag)
                .delete("/images/{name...}", this::remove);
    }

    private void list(Call call) throws IOException {
        Filters filters =
                call.filters()
                        .only(
                                Set.of(
                                        "dangling",
                                        "label",
                                        "label!",
                                        "before",
                                        "since",
                                        "until",
                                        "reference"));
        call.json(200, images.list(query(filters), call.flag("shared-size"), wantsSizeTwice(call)));
    }

    private ImageQuery query(Filters filters) {
        Instant until = filters.has("until") ? moment(filters) : null;
        Instant before = filters.has("before") ? created(filters.all("before").getLast()) : until;
        return new ImageQuery(
                filters.has("dangling") ? filters.flag("dangling", false) : null,
                filters.all("reference").stream().map(ImageRoutes::pattern).toList(),
                labels ->
                        filters.matchesLabels("label", labels)
                                && (!filters.has("label!")
                                        || !filters.matchesLabels("label!", labels)),
                before,
                filters.has("since") ? created(filters.all("since").getLast()) : null);
    }

    private Instant created(String image) {
        return images.require(image).created();
    }

    private static Pattern pattern(String text) {
        try {
            return ImageQuery.glob(text);
        } catch (IllegalArgumentException e) {
            throw EngineProblem.invalid("invalid filter 'reference=" + text + "'");
        }
    }

    private Instant moment(Filters filters) {
        String text = filters.all("until").getLast();
        try {
            return Moments.before(text, images.now());
        } catch (IllegalArgumentException e) {
            throw EngineProblem.invalid("invalid filter 'until=" + text + "': " + e.getMessage());
        }
    }

    private void create(Call call) throws IOException {
        String image = call.query("fromImage");
        String source = call.query("fromSrc");
        if (image != null && !image.isEmpty()) {
            pull(call, tagged(image, text(call.query("tag"))));
            return;
        }
        if (!"-".equals(source)) {
            throw EngineProblem.notImplemented(
                    "This engine fetches no archives itself: send the archive and fromSrc=-");
        }
        ProgressOutput.answer(
                call,
                lines -> {
                    StoredImage made =
                            images.importArchive(
                                    call.bodyStream(),
                                    importName(call),
                                    text(call.query("message")),
                                    call.queryAll("changes"),
                                    platform(call.query("platform")));
                    lines.accept(ProgressLine.status(made.id().toString()));
                });
    }

    private void pull(Call call, ImageReference name) throws IOException {
        Platform platform = platform(call.query("platform"));
        RegistryCredentials credentials = credentials(call);
        CompletableFuture<Void> gone = gone(call);
        ProgressOutput.answer(call, lines -> images.pull(name, platform, credentials, lines, gone));
    }

    private void push(Call call) throws IOException {
        String tag = text(call.query("tag"));
        ImageReference name = tagged(call.path("name"), tag);
        boolean all = tag.isEmpty() && !call.path("name").contains("@") && !named(call);
        if (name.digest().isPresent()) {
            throw EngineProblem.invalid("cannot push a digest reference");
        }
        RegistryCredentials credentials = credentials(call);
        CompletableFuture<Void> gone = gone(call);
        ProgressOutput.answer(call, lines -> images.push(name, all, credentials, lines, gone));
    }

    /** Whether the path itself has a tag. */
    private static boolean named(Call call) {
        String name = call.path("name");
        return name.lastIndexOf(':') > name.lastIndexOf('/');
    }

    private void load(Call call) throws IOException {
        ProgressOutput.answer(
                call, lines -> images.load(call.bodyStream(), call.flag("quiet", true), lines));
    }

    private void saveOne(Call call) throws IOException {
        save(call, List.of(call.path("name")));
    }

    private void saveSeveral(Call call) throws IOException {
        List<String> names = call.queryAll("names");
        if (names.isEmpty()) {
            throw EngineProblem.invalid("no image was named: give names=…");
        }
        save(call, names);
    }

    private void save(Call call, List<String> names) throws IOException {
        try (ImageSave save = images.save(names);
                OutputStream out = call.stream("application/x-tar")) {
            BufferedOutputStream buffered = new BufferedOutputStream(out, 64 << 10);
            save.write(buffered);
            buffered.flush();
        }
    }

    private static @Nullable RegistryCredentials credentials(Call call) {
        return RegistryAuthHeader.credentials(call.header("X-Registry-Auth")).orElse(null);
    }

    private static CompletableFuture<Void> gone(Call call) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        call.whenGone(() -> gone.complete(null));
        return gone;
    }

    private static @Nullable ImageReference importName(Call call) {
        String repository = text(call.query("repo"));
        if (repository.isEmpty()) {
            return null;
        }
        ImageReference name = tagged(repository, text(call.query("tag")));
        if (name.digest().isPresent()) {
            throw EngineProblem.invalid("cannot import digest reference");
        }
        return name;
    }

    private void inspect(Call call) throws IOException {
        call.json(200, images.inspect(call.path("name"), wantsSizeTwice(call)));
    }

    private static boolean wantsSizeTwice(Call call) {
        return !call.version().atLeast(1, 44);
    }

    private void history(Call call) throws IOException {
        call.json(200, images.history(call.path("name")));
    }

    private void tag(Call call) throws IOException {
        ImageReference name = tagged(text(call.query("repo")), text(call.query("tag")));
        if (name.digest().isPresent()) {
            throw EngineProblem.invalid("refusing to create a tag with a digest reference");
        }
        images.tag(call.path("name"), name);
        call.empty(201);
    }

    private void remove(Call call) throws IOException {
        call.json(200, images.remove(call.path("name"), call.flag("force")));
    }

    private void prune(Call call) throws IOException {
        Filters filters = call.filters().only(Set.of("dangling", "label", "label!", "until"));
        call.json(
                200,
                images.prune(
                        filters.flag("dangling", true),
                        filters.has("until") ? moment(filters) : null,
                        labels ->
                                filters.matchesLabels("label", labels)
                                        && (!filters.has("label!")
                                                || !filters.matchesLabels("label!", labels))));
    }

    /** A repository, perhaps with a tag in it, and perhaps a tag beside it, which wins. */
    static ImageReference tagged(String repository, String tag) {
        ImageReference name = Names.parse(repository);
        if (tag.isEmpty()) {
            return name;
        }
        try {
            return tag.contains(":")
                    ? name.withDigest(dev.mullion.docker.Digest.of(tag))
                    : name.withTag(tag);
        } catch (IllegalArgumentException e) {
            throw EngineProblem.invalid("invalid tag format");
        }
    }

    static @Nullable Platform platform(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return Platform.of(text.contains("/") ? text : text + "/amd64");
        } catch (IllegalArgumentException e) {
            throw EngineProblem.invalid(String.valueOf(e.getMessage()));
        }
    }

    private static String text(@Nullable String sent) {
        return sent == null ? "" : sent;
    }
}
