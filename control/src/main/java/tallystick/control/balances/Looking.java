package tallystick.control.balances;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// When balances are looked at: by one replica at a time.
@Configuration(proxyBeanMethods = false)
class Looking {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int AT_ONCE = 200;

    @Bean
    RecurringTask<Void> balanceRounds(Reconciliation reconciliation) {
        return Tasks.recurring("balances", FixedDelay.of(PAUSE)).execute((_, _) -> {
            var _ = reconciliation.round(AT_ONCE);
        });
    }
}
