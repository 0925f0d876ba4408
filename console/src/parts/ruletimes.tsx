import { Checkbox } from "@mantine/core";
import { t } from "../words/words";
import { namesIn } from "./draft";
import { Line, type Part } from "./ruleline";
import { DAYS, dayName } from "./week";

/** When a rule is about a payment. */
export function Timed({ of }: { of: Part }) {
    const { form, set, text } = of;
    const calendars = namesIn(text, "calendars").join(", ") || t("app.none");
    return (
        <>
            <p className="soft">{t("rule.form.time")}</p>
            <div className="columns fields">
                <Line of={of} field="tz" lead={t("rule.form.tz.lead")} />
                <Line of={of} field="clock" lead={t("rule.form.clock.lead")} />
                <Line of={of} field="holidays" lead={t("rule.form.holidays.lead", { names: calendars })} />
            </div>
            <Checkbox.Group
                label={t("rule.form.days")}
                value={[...form.days]}
                onChange={(days) => set({ days: DAYS.filter((each) => days.includes(each)) })}
            >
                <div className="row">
                    {DAYS.map((each) => (
                        <Checkbox key={each} value={each} label={dayName(each)} />
                    ))}
                </div>
            </Checkbox.Group>
            <Checkbox
                checked={form.isOutside}
                label={t("rule.form.outside")}
                onChange={(event) => set({ isOutside: event.currentTarget.checked })}
            />
        </>
    );
}

/** How risky a request has to be, and what else has to hold. */
export function Risked({ of }: { of: Part }) {
    return (
        <>
            <p className="soft">{t("rule.form.risk")}</p>
            <div className="columns fields">
                <Line of={of} field="riskLeast" />
                <Line of={of} field="riskMost" />
                <Line of={of} field="riskReasons" lead={t("rule.form.riskReasons.lead")} />
            </div>
            <Line of={of} field="when" lead={t("rule.form.when.lead")} />
        </>
    );
}
