package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mullion.docker.Isolation;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * How an engine writes the records: complete, as Docker's programs in Go do. What a client leaves
 * out because it is absent stands there as Go's zero value: the empty text, {@code
 * 0001-01-01T00:00:00Z}, and {@code []} or, where the record says {@link NullWhenEmpty}, {@code
 * null}. Members that say themselves when they are left out are left out.
 */
public final class EngineJson {

    private static final JsonMapper MAPPER = build();

    private EngineJson() {}

    /**
     * Returns the mapper; it can't be changed and may be shared.
     *
     * @return a mapper that reads as {@link DockerJson}'s does
     */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    private static JsonMapper build() {
        return DockerJson.mapper()
                .rebuild()
                .changeDefaultPropertyInclusion(all ->
                        all.withValueInclusion(JsonInclude.Include.ALWAYS)
                                .withContentInclusion(JsonInclude.Include.ALWAYS))
                .addModule(
                        new SimpleModule("engine")
                                .addSerializer(new MomentWriter())
                                .addSerializer(new IsolationWriter())
                                .setSerializerModifier(new ZeroValues()))
                .build();
    }

    /** Gives every member its zero value. */
    private static final class ZeroValues extends ValueSerializerModifier {

        private static final long serialVersionUID = 1;

        @Override
        public List<BeanPropertyWriter> changeProperties(
                SerializationConfig config,
                BeanDescription.Supplier bean,
                List<BeanPropertyWriter> properties) {
            return properties.stream().map(ZeroValues::withZeroValue).toList();
        }

        private static BeanPropertyWriter withZeroValue(BeanPropertyWriter property) {
            Class<?> type = property.getType().getRawClass();
            if (property.willSuppressNulls()) {
                return property;
            }
            if (type == String.class) {
                property.assignNullSerializer(new Constant(""));
            } else if (type == Instant.class) {
                property.assignNullSerializer(new Constant(DockerTime.NEVER));
            } else if (property.getAnnotation(NullWhenEmpty.class) != null) {
                return new NullWhenEmptyWriter(property);
            }
            return property;
        }
    }

    private static final class NullWhenEmptyWriter extends BeanPropertyWriter {

        private static final long serialVersionUID = 1;

        NullWhenEmptyWriter(BeanPropertyWriter base) {
            super(base);
        }

        @Override
        public void serializeAsProperty(
                Object bean, JsonGenerator generator, SerializationContext context)
                throws Exception {
            if (isEmpty(get(bean))) {
                generator.writeName(_name);
                generator.writeNull();
            } else {
                super.serializeAsProperty(bean, generator, context);
            }
        }

        private static boolean isEmpty(@Nullable Object value) {
            return switch (value) {
                case null -> true;
                case Collection<?> list -> list.isEmpty();
                case Map<?, ?> map -> map.isEmpty();
                default -> false;
            };
        }
    }

    private static final class Constant extends ValueSerializer<Object> {

        private final String text;

        Constant(String text) {
            this.text = text;
        }

        @Override
        public void serialize(
                @Nullable Object value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(text);
        }
    }

    private static final class MomentWriter extends StdSerializer<Instant> {

        MomentWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(
                Instant value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(DockerTime.write(value));
        }
    }

    /** On Linux nothing is chosen, and Docker says so with the empty text. */
    private static final class IsolationWriter extends StdSerializer<Isolation> {

        IsolationWriter() {
            super(Isolation.class);
        }

        @Override
        public void serialize(
                Isolation value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(value == Isolation.DEFAULT ? "" : value.wire());
        }
    }
}
