package tallystick.control.kit;

import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PostMapping;
import tallystick.control.access.Caller;
import tallystick.control.access.Open;
import tallystick.control.access.Requires;
import tallystick.control.access.SignedRequest;
import tallystick.control.answer.ProblemBody;
import tallystick.control.people.SessionCookie;

/// What the description of the API says beyond what its methods show.
@Configuration(proxyBeanMethods = false)
public class OpenApi {
    /// Where a server that runs with tests says it.
    public static final String PATH = "/v3/api-docs";

    /// What a record does not call nullable is always there.
    @Bean
    ModelConverter required() {
        return (type, context, chain) -> {
            if (!chain.hasNext()) return null;
            var schema = chain.next().resolve(type, context, chain);
            var raw = Json.mapper().constructType(type.getType()).getRawClass();
            if (schema == null || !raw.isRecord() || !raw.getName().startsWith("tallystick.")) return schema;
            var name = schema.get$ref() == null
                    ? schema.getName()
                    : schema.get$ref().replaceFirst(".*/", "");
            var defined = context.getDefinedModels().get(name);
            var there = Arrays.stream(raw.getRecordComponents())
                    .filter(each -> !each.getAnnotatedType().isAnnotationPresent(Nullable.class))
                    .map(RecordComponent::getName)
                    .toList();
            if (defined != null && !there.isEmpty()) require(defined, there);
            return schema;
        };
    }

    private static void require(Schema<?> schema, List<String> fields) {
        schema.setRequired(fields);
    }

    @Bean
    OpenApiCustomizer whole() {
        return api -> {
            describe(api);
            ModelConverters.getInstance(true).readAll(ProblemBody.class).forEach(api.getComponents()::addSchemas);
            api.getComponents().getSchemas().remove("SseEmitter");
            api.getComponents().addSchemas("JsonNode", new ObjectSchema().description("what happened"));
            api.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .flatMap(operation -> operation.getResponses().values().stream())
                    .map(ApiResponse::getContent)
                    .filter(Objects::nonNull)
                    .forEach(OpenApi::name);
            api.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .forEach(operation -> {
                        if (operation.getParameters() != null)
                            operation.getParameters().removeIf(each -> Caller.ATTRIBUTE.equals(each.getName()));
                    });
            Examples.read().into(api);
        };
    }

    /// Says the kind of each body that is answered.
    private static void name(Content content) {
        var any = content.remove("*/*");
        if (any != null) content.addMediaType("application/json", any);
        var stream = content.get("text/event-stream");
        if (stream != null) stream.setSchema(new StringSchema().description("events, each with its number as id"));
    }

    private static void describe(OpenAPI api) {
        api.setServers(List.of());
        api.setTags(null);
        api.info(new Info()
                .title("Tallystick control")
                .version("1")
                .license(new License().name("Apache-2.0").identifier("Apache-2.0"))
                .description("Amounts are base units as decimal text. Lists are pages: give `next` as `cursor`. What is"
                        + " wrong is answered as application/problem+json. Requests are signed as"
                        + " docs/spec/api-request.md says."));
        if (api.getComponents() == null) api.setComponents(new Components());
        api.getComponents()
                .addSecuritySchemes(
                        "session",
                        new SecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.COOKIE)
                                .name("__Host-tallystick")
                                .description("a person who signed in, docs/spec/session.md; what changes"
                                        + " something repeats the session's csrf in the header "
                                        + SessionCookie.CSRF));
        api.getComponents()
                .addSecuritySchemes(
                        "signature",
                        new SecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.HEADER)
                                .name(SignedRequest.SIGNATURE)
                                .description("Ed25519 or P-256 over method, path, body, time, nonce and key, with the"
                                        + " headers %s, %s and %s"
                                                .formatted(
                                                        SignedRequest.KEY,
                                                        SignedRequest.TIMESTAMP,
                                                        SignedRequest.NONCE)));
    }

    @Bean
    OperationCustomizer operation() {
        return (operation, method) -> {
            var requires = method.getMethodAnnotation(Requires.class);
            operation.setOperationId(method.getMethod().getName());
            operation.setTags(null);
            var open = method.getMethodAnnotation(Open.class);
            operation.setSummary(
                    requires != null ? requires.says() : open != null ? open.says() : "Open to everybody.");
            if (requires != null) {
                operation.addSecurityItem(new SecurityRequirement().addList("signature"));
                operation.addSecurityItem(new SecurityRequirement().addList("session"));
                operation.addExtension("x-scope", requires.value().name());
            }
            if (requires != null && method.hasMethodAnnotation(PostMapping.class))
                operation.addParametersItem(new HeaderParameter()
                        .name("Idempotency-Key")
                        .required(true)
                        .description("the same again does nothing again")
                        .schema(new StringSchema().pattern("^[0-9a-zA-Z_:.-]{8,128}$")));
            operation
                    .getResponses()
                    .addApiResponse(
                            "default",
                            new ApiResponse()
                                    .description("a problem")
                                    .content(new Content()
                                            .addMediaType(
                                                    "application/problem+json",
                                                    new MediaType()
                                                            .schema(new Schema<>()
                                                                    .$ref("#/components/schemas/ProblemBody")))));
            return operation;
        };
    }
}
