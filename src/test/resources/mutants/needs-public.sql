-- A commit uses a table of schema public without saying so.
-- family: search_path
-- red: commits work with an empty search_path

CREATE TABLE public.helper (id int);
GRANT SELECT ON public.helper TO PUBLIC;
-- commit as SECURITY INVOKER:
BEGIN
  PERFORM FROM helper;
  RETURN pggit.original(commit_name, branch_name, message);
END
