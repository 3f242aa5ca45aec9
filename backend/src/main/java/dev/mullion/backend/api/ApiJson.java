package dev.mullion.backend.api;

import dev.mullion.backend.activity.ActivityId;
import dev.mullion.backend.container.ContainerKey;
import dev.mullion.backend.container.RestartRule;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.image.ImageKey;
import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.docker.HostAddress;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.OsVersion;
import dev.mullion.docker.Platform;
import dev.mullion.docker.api.ContainerDetails;
import dev.mullion.docker.api.DockerJson;
import dev.mullion.docker.api.HistoryEntry;
import dev.mullion.docker.api.ImageDetails;
import dev.mullion.docker.api.PublishedPort;
import dev.mullion.security.Permission;
import dev.mullion.security.access.AccessPath;
import dev.mullion.security.audit.AuditHead;
import dev.mullion.security.tenant.TenantId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * How the API's JSON is read and written. Reading is strict: what isn't understood is refused,
 * never skipped, since a misspelt limit that is silently ignored is a container without that limit.
 * Values that have a text form travel as that text; the words of choices are lower case.
 */
final class ApiJson {

    private static final int DEEPEST = 16;
    private static final int LONGEST_DOCUMENT = 1024 * 1024;
    private static final int LONGEST_STRING = 256 * 1024;

    /** A type that travels as text. */
    record Text<T>(Class<T> type, Function<T, String> writer, Function<String, T> reader) {}

    static final List<Text<?>> TEXTS =
            List.of(
                    new Text<>(HostId.class, HostId::toString, HostId::of),
                    new Text<>(ContainerKey.class, ContainerKey::toString, ContainerKey::of),
                    new Text<>(ImageKey.class, ImageKey::toString, ImageKey::of),
                    new Text<>(ActivityId.class, ActivityId::toString, ActivityId::of),
                    new Text<>(ContainerId.class, ContainerId::toString, ContainerId::of),
                    new Text<>(Digest.class, Digest::toString, Digest::of),
                    new Text<>(ImageReference.class, ImageReference::toString, ImageReference::of),
                    new Text<>(Platform.class, Platform::toString, Platform::of),
                    new Text<>(OsVersion.class, OsVersion::toString, OsVersion::of),
                    new Text<>(HostAddress.class, HostAddress::toString, HostAddress::of),
                    new Text<>(Isolation.class, Isolation::wire, ApiJson::isolation),
                    new Text<>(TenantId.class, TenantId::toString, TenantId::of),
                    new Text<>(AccessPath.class, AccessPath::path, AccessPath::of),
                    new Text<>(Permission.class, Permission::code, Permission::ofCode),
                    new Text<>(AuditHead.class, AuditHead::toString, AuditHead::of),
                    new Text<>(RestartRule.class, RestartRule::wire, ApiJson::restartRule));

    /** What a host says in full travels in the Docker Engine API's own spelling. */
    static final List<Class<?>> ENGINE_WORDS =
            List.of(ContainerDetails.class, ImageDetails.class, HistoryEntry.class);

    /**
     * A published port in this API's spelling.
     *
     * @param ip the host's address it is reached at; null if it isn't published
     * @param publicPort the port on the host; 0 if it isn't published
     */
    record PublishedPortBody(@Nullable String ip, int privatePort, int publicPort, String type) {

        static PublishedPortBody of(PublishedPort port) {
            return new PublishedPortBody(
                    port.ip(), port.privatePort(), port.publicPort(), port.type());
        }
    }

    private ApiJson() {}

    static JsonMapper mapper() {
        var factory =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxNestingDepth(DEEPEST)
                                        .maxDocumentLength(LONGEST_DOCUMENT)
                                        .maxStringLength(LONGEST_STRING)
                                        .build())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build();
        var texts = new SimpleModule("mullion-texts");
        TEXTS.forEach(text -> register(texts, text));
        ENGINE_WORDS.forEach(type -> texts.addSerializer(new EngineWords<>(type)));
        texts.addSerializer(new PublishedPortWriter());
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
                // a problem's own members stand beside the standard ones
                .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
                .addModule(texts)
                .build();
    }

    private static <T> void register(SimpleModule module, Text<T> text) {
        module.addSerializer(text.type(), new Writer<>(text));
        module.addDeserializer(text.type(), new Reader<>(text));
    }

    static Isolation isolation(String word) {
        return choice(Isolation.values(), Isolation::wire, word);
    }

    private static RestartRule restartRule(String word) {
        return choice(RestartRule.values(), RestartRule::wire, word);
    }

    /** Finds what a word stands for, and says what could have stood there. */
    static <E extends Enum<E>> E choice(E[] all, Function<E, String> wire, String word) {
        for (E one : all) {
            if (wire.apply(one).equals(word.toLowerCase(Locale.ROOT))) {
                return one;
            }
        }
        throw new IllegalArgumentException(
                "\"%s\" is none of %s"
                        .formatted(
                                word,
                                Arrays.stream(all).map(wire).collect(Collectors.joining(", "))));
    }

    /** The lower-case word for a choice that has no other. */
    static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    private static final class EngineWords<T> extends StdSerializer<T> {

        EngineWords(Class<T> type) {
            super(type);
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializationContext context) {
            out.writeTree(DockerJson.mapper().valueToTree(value));
        }
    }

    private static final class PublishedPortWriter extends StdSerializer<PublishedPort> {

        PublishedPortWriter() {
            super(PublishedPort.class);
        }

        @Override
        public void serialize(
                PublishedPort value, JsonGenerator out, SerializationContext context) {
            context.writeValue(out, PublishedPortBody.of(value));
        }
    }

    private static final class Writer<T> extends StdSerializer<T> {
        private final Text<T> text;

        Writer(Text<T> text) {
            super(text.type());
            this.text = text;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializationContext context) {
            out.writeString(text.writer().apply(value));
        }
    }

    private static final class Reader<T> extends StdDeserializer<T> {
        private final Text<T> text;

        Reader(Text<T> text) {
            super(text.type());
            this.text = text;
        }

        @Override
        @SuppressWarnings("unchecked") // handledType() is T's class by construction
        public T deserialize(JsonParser in, DeserializationContext context) {
            if (in.currentToken() != JsonToken.VALUE_STRING) {
                return (T) context.handleUnexpectedToken(text.type(), in);
            }
            try {
                return text.reader().apply(in.getString());
            } catch (IllegalArgumentException e) {
                throw context.weirdStringException(
                        in.getString(), text.type(), String.valueOf(e.getMessage()));
            }
        }
    }
}
