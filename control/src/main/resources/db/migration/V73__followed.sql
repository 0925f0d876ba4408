-- How far each node's log has been told of in events, by the log's name.
create table followed_logs (
    log  text primary key,
    size bigint not null
);
