package dev.mullion.engine.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mullion.docker.Digest;
import dev.mullion.docker.api.DockerJson;
import dev.mullion.engine.state.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Which images there are and what they are called: the layout's {@code index.json}, replaced as a
 * whole at each change. Some 300 bytes a name make even a thousand names cost less than the one
 * flush that any durable change costs; in return the folder is a layout that other tools read, and
 * there is one moment at which a change is there, whatever it touches.
 *
 * <p>Each image has one entry without a name, and one more for each of its names.
 */
final class Catalogue {

    private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);

    private static final String NAME = "org.opencontainers.image.ref.name";
    private static final String IMAGE = "dev.mullion.image.id";
    private static final String TAGGED = "dev.mullion.image.tagged";

    private final Path file;
    private volatile Contents contents;

    /** Reads anew which images there are, from what they are made of. */
    interface Search {
        Map<Digest, Descriptor> run() throws IOException;
    }

    /**
     * Reads what is there. A list that can't be read is set aside; then the images have no names.
     *
     * @param data the engine's folder
     * @param search finds the images whose list is damaged
     */
    Catalogue(Path data, Search search) throws IOException {
        this.file = data.resolve("index.json");
        Contents found;
        try {
            found = read(file);
        } catch (JacksonException | IllegalArgumentException e) {
            found = searched(search, e);
        }
        this.contents = found;
    }

    private Contents searched(Search search, RuntimeException damage) throws IOException {
        Map<Digest, Entry> images = new LinkedHashMap<>();
        search.run().forEach((id, manifest) -> images.put(id, new Entry(manifest, null)));
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        DurableFiles.move(file, aside);
        Contents found = new Contents(images, Map.of());
        DurableFiles.write(file, DockerJson.mapper().writeValueAsBytes(document(found)));
        LOG.error(
                "The list of images {} can't be read ({}). It is set aside as {}; the {} images that"
                        + " were found have lost their names: tag them, or pull them again",
                file,
                damage.getMessage(),
                aside,
                images.size());
        return found;
    }

    /** What is there now. */
    Contents now() {
        return contents;
    }

    /**
     * Changes it.
     *
     * @return what was there before; the change is on disk
     */
    synchronized Contents change(UnaryOperator<Contents> how) throws IOException {
        Contents before = contents;
        Contents after = how.apply(before);
        if (!after.equals(before)) {
            DurableFiles.write(file, DockerJson.mapper().writeValueAsBytes(document(after)));
            contents = after;
        }
        return before;
    }

    private static Contents read(Path file) throws IOException {
        Document document;
        try {
            document = DockerJson.mapper().readValue(Files.readAllBytes(file), Document.class);
        } catch (NoSuchFileException e) {
            return new Contents(Map.of(), Map.of());
        }
        Map<Digest, Entry> images = new LinkedHashMap<>();
        Map<String, Digest> names = new TreeMap<>();
        for (Descriptor descriptor : document.manifests()) {
            String image = descriptor.annotations().get(IMAGE);
            String name = descriptor.annotations().get(NAME);
            if (image != null && name != null) {
                names.put(name, Digest.of(image));
            } else if (image != null) {
                images.put(
                        Digest.of(image),
                        new Entry(
                                Descriptor.of(
                                        descriptor.mediaType(),
                                        descriptor.digest(),
                                        descriptor.size()),
                                moment(descriptor.annotations().get(TAGGED))));
            }
        }
        names.values().retainAll(images.keySet());
        return new Contents(images, names);
    }

    private static Document document(Contents contents) {
        List<Descriptor> all = new ArrayList<>();
        contents.images()
                .forEach((id, entry) -> {
                    Map<String, String> facts = new TreeMap<>(Map.of(IMAGE, id.toString()));
                    if (entry.tagged() != null) {
                        facts.put(TAGGED, entry.tagged().toString());
                    }
                    all.add(entry.manifest().annotated(facts));
                });
        contents.names()
                .forEach((name, id) -> {
                    Entry entry = contents.images().get(id);
                    if (entry != null) {
                        all.add(
                                entry.manifest()
                                        .annotated(Map.of(IMAGE, id.toString(), NAME, name)));
                    }
                });
        return new Document(2, MediaTypes.OCI_INDEX, all);
    }

    private static @Nullable Instant moment(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null; // somebody else's hand; nothing depends on it
        }
    }

    private record Document(
            @JsonProperty("schemaVersion") int schemaVersion,
            @JsonProperty("mediaType") String mediaType,
            @JsonProperty("manifests") List<Descriptor> manifests) {

        @SuppressWarnings("NullAway") // what is absent in a document arrives as null
        Document {
            manifests = manifests == null ? List.of() : List.copyOf(manifests);
        }
    }

    /**
     * One image.
     *
     * @param manifest where its manifest is
     * @param tagged when it got a name here the last time
     */
    record Entry(Descriptor manifest, @Nullable Instant tagged) {}

    /**
     * All images and names.
     *
     * @param images by id
     * @param names whole references, with a tag or a digest, to ids
     */
    record Contents(Map<Digest, Entry> images, Map<String, Digest> names) {

        Contents {
            images = Collections.unmodifiableMap(new LinkedHashMap<>(images));
            names = Collections.unmodifiableMap(new TreeMap<>(names));
        }

        Contents withImage(Digest id, Descriptor manifest) {
            Entry present = images.get(id);
            if (present != null && present.manifest().equals(manifest)) {
                return this;
            }
            Map<Digest, Entry> more = new LinkedHashMap<>(images);
            more.put(id, new Entry(manifest, null));
            return new Contents(more, names);
        }

        Contents withName(String name, Digest id, Instant now) {
            Map<String, Digest> more = new TreeMap<>(names);
            more.put(name, id);
            Map<Digest, Entry> touched = new LinkedHashMap<>(images);
            touched.computeIfPresent(id, (same, entry) -> new Entry(entry.manifest(), now));
            return new Contents(touched, more);
        }

        Contents withoutName(String name) {
            Map<String, Digest> fewer = new TreeMap<>(names);
            fewer.remove(name);
            return new Contents(images, fewer);
        }

        Contents withoutImage(Digest id) {
            Map<Digest, Entry> fewer = new LinkedHashMap<>(images);
            fewer.remove(id);
            Map<String, Digest> rest = new TreeMap<>(names);
            rest.values().removeIf(id::equals);
            return new Contents(fewer, rest);
        }

        List<String> namesOf(Digest id) {
            return names.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(id))
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }
}
