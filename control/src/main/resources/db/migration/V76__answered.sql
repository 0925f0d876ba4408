-- Of whom an answer is, as the document of people had it when it came: nobody's answers leave no place for others.
alter table approvals add column person text;
