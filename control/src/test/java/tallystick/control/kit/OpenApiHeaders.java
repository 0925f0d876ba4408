package tallystick.control.kit;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;

/// What the description of the API says beside bodies: statuses of problems, headers, and how pages are asked for.
@Configuration(proxyBeanMethods = false)
public class OpenApiHeaders {
    private static final Set<String> TAGGED = Set.of("getVault", "changeVault");

    @Bean
    OpenApiCustomizer headers() {
        return api -> {
            if (api.getComponents() == null) api.setComponents(new Components());
            named(api);
            api.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .forEach(OpenApiHeaders::describe);
        };
    }

    private static void named(OpenAPI api) {
        api.getComponents()
                .addHeaders(
                        "requestId",
                        header("names the request in control's log and audit; the caller's own if it sent one", true))
                .addHeaders("tag", header("what a change names in If-Match: the version in quotation marks", true))
                .addHeaders(
                        "repeated",
                        header("`true` where the same was answered before under this Idempotency-Key", false))
                .addHeaders("retryAfter", header("seconds until the same may be asked again; with 429 and 503", false));
    }

    private static Header header(String says, boolean isAlways) {
        return new Header().description(says).required(isAlways).schema(new StringSchema());
    }

    private static Header named(String name) {
        return new Header().$ref("#/components/headers/" + name);
    }

    private static void describe(Operation operation) {
        var parameters = Optional.ofNullable(operation.getParameters()).orElse(List.of());
        parameters.forEach(OpenApiHeaders::describe);
        var isRepeatable = parameters.stream().anyMatch(each -> "Idempotency-Key".equals(each.getName()));
        if ("getReadiness".equals(operation.getOperationId())) unready(operation);
        operation.getResponses().forEach((status, response) -> {
            response.addHeaderObject("X-Request-Id", named("requestId"));
            if (!status.startsWith("2")) return;
            if (isRepeatable) response.addHeaderObject("Idempotency-Repeated", named("repeated"));
            if (TAGGED.contains(operation.getOperationId())) response.addHeaderObject("ETag", named("tag"));
        });
        operation
                .getResponses()
                .get("default")
                .description(problems())
                .addHeaderObject("Retry-After", named("retryAfter"));
    }

    private static void describe(Parameter parameter) {
        switch (parameter.getName()) {
            case "If-Match" -> parameter.required(true).description("the ETag of what is changed");
            case "cursor" -> parameter.description("what a page before gave as `next`");
            case "limit" ->
                parameter.schema(new IntegerSchema()
                        .format("int32")
                        .minimum(BigDecimal.ONE)
                        .maximum(BigDecimal.valueOf(Page.ITEMS_MAX)));
            default -> {}
        }
    }

    private static void unready(Operation operation) {
        var state = new MediaType().schema(new Schema<>().$ref("#/components/schemas/State"));
        operation
                .getResponses()
                .addApiResponse(
                        "503",
                        new ApiResponse()
                                .description("It does not serve.")
                                .content(new Content().addMediaType("application/json", state)));
    }

    /// All there are, by status; the word is the last of a problem's `type`.
    private static String problems() {
        var words = Arrays.stream(Problem.Code.values())
                .collect(Collectors.groupingBy(
                        Problem.Code::status,
                        TreeMap::new,
                        Collectors.mapping(Problem.Code::word, Collectors.joining(", "))));
        return words.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining("; ", "A problem: ", "."));
    }
}
