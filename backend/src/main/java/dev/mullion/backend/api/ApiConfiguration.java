package dev.mullion.backend.api;

import dev.mullion.security.Trust;
import dev.mullion.security.tenant.Stage;
import java.util.Locale;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.convert.converter.Converter;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Has Spring MVC read and write the API's values the API's way. */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:dev/mullion/backend/api/openapi.properties")
class ApiConfiguration implements WebMvcConfigurer {

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
        converters.withJsonConverter(new JacksonJsonHttpMessageConverter(ApiJson.mapper()));
    }

    @Override
    public void addFormatters(FormatterRegistry registry) {
        ApiJson.TEXTS.forEach(text -> register(registry, text));
        // in bodies they are words like all choices; in paths and queries nobody else reads them
        registry.addConverter(
                String.class, Trust.class, word -> Trust.of(word.toLowerCase(Locale.ROOT)));
        registry.addConverter(
                String.class, Stage.class, word -> Stage.of(word.toLowerCase(Locale.ROOT)));
    }

    private static <T> void register(FormatterRegistry registry, ApiJson.Text<T> text) {
        Converter<String, T> reader = source -> text.reader().apply(source);
        registry.addConverter(String.class, text.type(), reader);
    }
}
