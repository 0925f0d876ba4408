import { Button } from "@mantine/core";
import { t } from "../words/words";

/** New rows wait behind it. The place is kept for it, so that it moves nothing when it comes. */
export function News({ count, show }: { count: number; show: () => void }) {
    return (
        <div className="news" role="status">
            {count > 0 && (
                <Button variant="default" size="compact-sm" onClick={show}>
                    {t("app.news", { count })}
                </Button>
            )}
        </div>
    );
}
