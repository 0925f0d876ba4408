-- When somebody wanted a job that was running: it is due again at that moment once it ends. Without it an answer that
-- came while nodes were being asked would wait for the next look.
alter table scheduled_tasks add column wanted_at timestamptz;
