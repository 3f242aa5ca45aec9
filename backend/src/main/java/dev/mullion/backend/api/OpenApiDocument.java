package dev.mullion.backend.api;

import dev.mullion.docker.api.PublishedPort;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.Locale;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The API's description of itself, at {@code /api/v1/openapi}. */
@Configuration(proxyBeanMethods = false)
class OpenApiDocument {

    private static final String BEARER = "token";
    private static final String PROBLEM = "Problem";

    OpenApiDocument() {
        // springdoc's own, process-wide registry; it offers no other way in
        var types = SpringDocUtils.getConfig();
        ApiJson.TEXTS.forEach(text -> types.replaceWithClass(text.type(), String.class));
        types.replaceWithClass(PublishedPort.class, ApiJson.PublishedPortBody.class);
        ApiJson.ENGINE_WORDS.forEach(type ->
                types.replaceWithSchema(
                        type, new ObjectSchema().description("As in the Docker Engine API")));
    }

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(
                        new Info()
                                .title("Mullion")
                                .version("v1")
                                .description(
                                        "Hosts, containers, images and activities. Unknown and repeated keys are refused. Lists are cut by offset and limit. What goes wrong is answered with an RFC 9457 problem that carries the request's id.")
                                .license(
                                        new License()
                                                .name("Apache-2.0")
                                                .url(
                                                        "https://www.apache.org/licenses/LICENSE-2.0")))
                .components(
                        new Components()
                                .addSecuritySchemes(
                                        BEARER,
                                        new SecurityScheme()
                                                .type(SecurityScheme.Type.HTTP)
                                                .scheme("bearer")
                                                .description("A token from the profile page"))
                                .addSchemas(PROBLEM, problem()))
                .addSecurityItem(new SecurityRequirement().addList(BEARER));
    }

    private static Schema<?> problem() {
        return new Schema<>()
                .type("object")
                .description("RFC 9457 problem details")
                .addProperty("title", new StringSchema())
                .addProperty("status", new Schema<>().type("integer"))
                .addProperty("detail", new StringSchema().description("The whole, as a sentence"))
                .addProperty("instance", new StringSchema())
                .addProperty("requestId", new StringSchema().description("Found in the log, too"))
                .addProperty("asked", new StringSchema())
                .addProperty("because", new StringSchema())
                .addProperty("remedy", new StringSchema())
                .addProperty("field", new StringSchema().description("What has to change"))
                .addProperty(
                        "code",
                        new StringSchema()
                                .description("refused-by-policy or quota-exceeded, where it is"))
                .addProperty(
                        "findings",
                        new ArraySchema()
                                .items(new ObjectSchema())
                                .description(
                                        "What rules have against it, each with its rule, field, engineField, asked, allowed, origin, changeableBy and remedy"))
                .addProperty(
                        "exceeded",
                        new ArraySchema()
                                .items(new ObjectSchema())
                                .description(
                                        "The limits of quotas that are in the way, each with its stage, kind, used, asked, limit and changeableBy"));
    }

    /** What every route may answer, and choices in the spelling that the API uses. */
    @Bean
    OpenApiCustomizer commonAnswers() {
        return document -> {
            document.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .forEach(OpenApiDocument::addProblems);
            if (document.getComponents().getSchemas() != null) {
                document.getComponents()
                        .getSchemas()
                        .values()
                        .forEach(OpenApiDocument::lowerChoices);
            }
        };
    }

    private static void addProblems(Operation operation) {
        operation
                .getResponses()
                .addApiResponse("401", refusal("No token, or one that is not valid"))
                .addApiResponse("403", refusal("The caller may not do this"))
                .addApiResponse("default", refusal("It was not done; the problem says why"));
    }

    private static ApiResponse refusal(String description) {
        return new ApiResponse()
                .description(description)
                .content(
                        new Content()
                                .addMediaType(
                                        "application/problem+json",
                                        new MediaType()
                                                .schema(
                                                        new Schema<>()
                                                                .$ref(
                                                                        "#/components/schemas/"
                                                                                + PROBLEM))));
    }

    private static void lowerChoices(Schema<?> schema) {
        lower(schema);
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(OpenApiDocument::lowerChoices);
        }
        if (schema.getItems() != null) {
            lowerChoices(schema.getItems());
        }
    }

    private static <T> void lower(Schema<T> schema) {
        if (schema.getEnum() != null
                && schema.getEnum().stream().allMatch(String.class::isInstance)) {
            schema.getEnum().replaceAll(OpenApiDocument::lowered);
        }
    }

    @SuppressWarnings("unchecked") // a text stays a text
    private static <T> T lowered(T word) {
        return (T) word.toString().toLowerCase(Locale.ROOT);
    }
}
