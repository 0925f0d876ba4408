package tallystick.control.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tallystick.control.access.Caller;
import tallystick.control.access.Open;
import tallystick.control.access.Requires;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;

/// Lets a request reach a method of the API only with the scope that the method requires, whoever asks: programs and
/// people go through this one door.
@Configuration(proxyBeanMethods = false)
class Doorkeeper implements WebMvcConfigurer, HandlerInterceptor {
    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/v1/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        var method = handler instanceof HandlerMethod each ? Optional.of(each) : Optional.<HandlerMethod>empty();
        if (method.filter(each -> each.hasMethodAnnotation(Open.class)).isPresent()) return true;
        if (!(request.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller)) throw nobody(request);
        if (method.isEmpty()) return true;
        var requires = method.get().getMethodAnnotation(Requires.class);
        if (requires == null || !caller.may(requires.value())) {
            var needed =
                    requires == null ? "one that nobody has" : requires.value().name();
            throw Problem.of(Code.FORBIDDEN, "the scope %s is needed".formatted(needed));
        }
        // Whatever is not marked is refused: a method that is new shows nothing of other vaults.
        if (caller.vaults().isPresent() && !requires.bound())
            throw Problem.of(Code.FORBIDDEN, "the key is bound to vaults, and this is about more than these");
        return true;
    }

    private static Problem nobody(HttpServletRequest request) {
        return request.getAttribute(Caller.NOBODY) instanceof Problem problem
                ? problem
                : Problem.of(Code.UNSIGNED, "the request is not signed, and nobody is signed in");
    }
}
