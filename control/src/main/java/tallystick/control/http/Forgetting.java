package tallystick.control.http;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tallystick.control.access.ApiKeys;
import tallystick.control.audit.Audit;
import tallystick.control.people.Sessions;
import tallystick.control.people.SignIn;
import tallystick.control.provider.ProviderSignIn;

/// When nonces, idempotency keys, sessions and strangers are forgotten that count no more: by one replica at a time.
@Configuration(proxyBeanMethods = false)
class Forgetting {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    @Bean
    RecurringTask<Void> oldRequests(
            ApiKeys keys, Repeats repeats, Sessions sessions, SignIn signIn, ProviderSignIn provider, Audit audit) {
        return Tasks.recurring("forget", FixedDelay.of(PAUSE)).execute((_, _) -> {
            var _ = keys.forget() + repeats.forget() + sessions.forget() + signIn.forget() + provider.forget();
            var _ = audit.forget();
        });
    }
}
