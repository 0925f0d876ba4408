package tallystick.control.webhooks;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// When events are brought: by one replica at a time.
@Configuration(proxyBeanMethods = false)
class Rounds {
    private static final Duration PAUSE = Duration.ofMillis(500);

    @Bean
    RecurringTask<Void> webhookRounds(Webhooks webhooks) {
        return Tasks.recurring("webhooks", FixedDelay.of(PAUSE)).execute((_, _) -> webhooks.round());
    }
}
