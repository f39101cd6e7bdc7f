package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import pggit.load.measure.Severity;

/** The functions that list the commits of a branch, in a pgGit that has some. */
final class Logs {

  /** Set-returning functions of a branch's name, and of a number of commits if need be. */
  private static final String FUNCTIONS =
      """
      SELECT format('%I.%I(?%s)', n.nspname, p.proname,
                    CASE WHEN p.pronargs - p.pronargdefaults = 2 THEN ', 1000' ELSE '' END)
      FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
      WHERE (n.nspname = 'pggit' OR n.nspname LIKE 'pggit\\_%')
        AND p.prokind = 'f' AND p.proretset AND p.proname ~* 'log|history|commits|ancest'
        AND p.pronargs > 0 AND p.pronargs - p.pronargdefaults <= 2
        AND p.proargtypes[0] IN ('text'::regtype, 'varchar'::regtype, 'name'::regtype)
        AND (p.pronargs - p.pronargdefaults < 2 OR p.proargtypes[1] IN ('int4'::regtype, 'int8'::regtype))
      ORDER BY 1""";

  /** With fewer commits PostgreSQL reads them all although it has an index. */
  private static final int ENOUGH = 1000;

  private static final int TURNS = 4;

  /** Commits of other branches. */
  private static final int FILLED = 10_000;

  /**
   * Pages that deeper indexes may add, and commits whose entries in an index fill a page at most.
   */
  private static final int PAGES = 20;

  private static final int COMMITS_PER_PAGE = 400;

  private Logs() {}

  static Family family() {
    return Family.of(
        "reading history",
        Severity.INCOMPLETE,
        Property.of("the log of a branch has its commits and no others", Logs::branches),
        Property.of("the log of a branch is in the order of its commits", Logs::order),
        Property.of("a branch points to its latest commit", Heads::latest),
        Property.of("a commit contains the tables as they are", Contents::tables));
  }

  /** A function that lists a branch, by how it is called with the branch's name. */
  private record Log(Session session, String call) {

    /** The rows as text, in their order; empty if the call is refused. */
    Optional<List<String>> of(String branch) throws SQLException {
      var rows = new ArrayList<String>();
      session.begin();
      session.run("SET TRANSACTION READ ONLY"); // it is not known what the function does
      var failure =
          session.attempt(
              () ->
                  session
                      .column("SELECT to_jsonb(l)::text FROM " + call + " l", branch)
                      .forEach(row -> rows.add(row + "")));
      session.undo();
      return failure.isPresent() ? Optional.empty() : Optional.of(rows);
    }

    String name() {
      return call.substring(0, call.indexOf('('));
    }
  }

  static Family costs() {
    return Family.of(
        "costs of reading",
        Severity.LOAD,
        Property.of("the cost of a branch's log does not grow with history", Logs::cost),
        Property.of("a commit is found without reading all others", Logs::finding));
  }

  private static Answer branches(Lab lab) throws SQLException {
    var session = lab.user();
    var plain = commits(lab, session, lab.name("logged-"), 3);
    var logs = logs(lab, plain);
    if (logs.isEmpty()) {
      return Answer.notApplicable();
    }
    var stem = lab.name("log_of_");
    var branches = new ArrayList<List<Made>>();
    for (var branch :
        List.of(
            stem + "_%",
            stem + "_x",
            stem + "xx",
            stem + "_x/y",
            stem.toUpperCase(Locale.ROOT) + "_X",
            "%")) {
      session.attempt(() -> branches.add(commits(lab, session, branch, 2)));
    }
    var findings = new Findings();
    for (var log : logs) {
      for (var own : branches) {
        var branch = own.get(0).branch();
        var rows = log.of(branch);
        for (var others : branches) {
          findings.addUnless(
              rows.isEmpty() || others == own || others.stream().noneMatch(m -> has(rows.get(), m)),
              "%s of branch “%s” lists commits of branch “%s”"
                  .formatted(log.name(), branch, others.get(0).branch()));
        }
        findings.addUnless(
            rows.isPresent() && own.stream().allMatch(made -> has(rows.get(), made)),
            "%s of branch “%s” leaves commits out".formatted(log.name(), branch));
      }
      var nowhere = log.of(lab.name("never-logged-"));
      findings.addUnless(
          nowhere.isEmpty() || nowhere.get().isEmpty(),
          log.name() + " lists commits for a branch that does not exist");
      findings.addUnless(
          log.of(plain.get(0).branch()).orElse(List.of()).size() == plain.size(),
          "%s does not have a row for each of %d commits".formatted(log.name(), plain.size()));
    }
    return findings.answer(
        "each of %d branches has its own commits (%s)".formatted(branches.size(), names(logs)),
        "Whoever reads the history of a branch reads another's");
  }

  private static Answer order(Lab lab) throws SQLException {
    var session = lab.user();
    var branch = lab.name("ordered-");
    var made = commits(lab, session, branch, 3);
    var logs = logs(lab, made);
    if (logs.isEmpty()) {
      return Answer.notApplicable();
    }
    var other = lab.user();
    for (int i = 0; i < TURNS; i++) {
      made.addAll(commits(lab, i % 2 == 0 ? other : session, branch, 1));
    }
    var early = lab.user(); // its transaction is older than a commit it sees
    early.begin();
    early.number("SELECT count(*) FROM pggit.commits");
    made.addAll(commits(lab, session, branch, 1));
    made.addAll(commits(lab, early, branch, 3));
    early.end();
    made.addAll(commits(lab, session, branch, 1));
    var findings = new Findings();
    for (var log : logs) {
      var rows = log.of(branch).orElse(List.of());
      var places = made.stream().map(m -> place(rows, m)).toList();
      if (places.contains(-1)) {
        findings.add(log.name() + " leaves commits out");
      } else if (!isOrdered(places.subList(0, 3))) {
        findings.add(log.name() + " lists commits in no order");
      } else if (!isOrdered(places.subList(0, 3 + TURNS))) {
        findings.add(log.name() + " is out of order where two sessions commit in turn");
      } else {
        findings.addUnless(
            isOrdered(places),
            log.name()
                + " is out of order where a transaction began before another's commit and made its own commits after it");
      }
    }
    return findings.answer(
        "one direction, also where transactions overlap (" + names(logs) + ")",
        "What the log shows as the latest commit is not the latest");
  }

  /** In a database that has a history already. */
  private static Answer finding(Lab lab) throws SQLException, CannotTell {
    if (lab.anatomy().id().isEmpty()) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var made = session.make(lab.name("found-"), "to be found");
    lab.anatomy().require(lab.shared(), made);
    long stored = fill(lab, session);
    Costs.analyze(lab);
    var price =
        Price.of(
            lab.admin(),
            5,
            "SELECT c.%s FROM pggit.commits c WHERE c.%s = ?::%s"
                .formatted(
                    lab.anatomy().message(), lab.anatomy().id().get(), lab.anatomy().idType()),
            statement -> statement.setString(1, made.id()));
    return Answer.of(
        price.rowsRead() < stored / 4,
        "%,d pages for one of %,d".formatted(price.buffers(), stored),
        "asking pggit.commits for one ID reads %,d rows and touches %,d pages, for there are %,d commits. Each look at a commit costs as much as the whole history"
            .formatted(price.rowsRead(), price.buffers(), stored));
  }

  /** Before and after commits on other branches. */
  private static Answer cost(Lab lab) throws SQLException, CannotTell {
    var session = lab.user();
    var made = commits(lab, session, lab.name("priced-"), 5);
    var logs = logs(lab, made);
    if (logs.isEmpty()) {
      return Answer.notApplicable();
    }
    var few = prices(lab, logs, made);
    long stored = fill(lab, session);
    Costs.analyze(lab);
    var many = prices(lab, logs, made);
    var findings = new Findings();
    for (int i = 0; i < logs.size(); i++) {
      long pages = many.get(i).buffers() - few.get(i).buffers();
      findings.addUnless(
          many.get(i).rowsRead() < stored / 4 && pages < Math.max(PAGES, stored / COMMITS_PER_PAGE),
          "%s of a branch with %d commits reads %,d rows of pgGit's tables and touches %,d pages, for there are %,d commits on other branches (%,d rows and %,d pages with few)"
              .formatted(
                  logs.get(i).name(),
                  made.size(),
                  many.get(i).rowsRead(),
                  many.get(i).buffers(),
                  stored,
                  few.get(i).rowsRead(),
                  few.get(i).buffers()));
    }
    return findings.answer(
        "%,d pages with few commits on other branches, %,d with %,d (%s)"
            .formatted(few.get(0).buffers(), many.get(0).buffers(), stored, logs.get(0).name()),
        "Looking back takes longer with every commit that anybody makes");
  }

  private static List<Price> prices(Lab lab, List<Log> logs, List<Made> made) throws SQLException {
    var session = lab.admin();
    var prices = new ArrayList<Price>();
    for (var log : logs) {
      prices.add(
          Price.of(
              session,
              5,
              "SELECT count(*) FROM " + log.call(),
              statement -> statement.setString(1, made.get(0).branch())));
    }
    return prices;
  }

  private static long stored(Lab lab) throws SQLException {
    return lab.shared().number("SELECT count(*) FROM pggit.commits");
  }

  /** Commits on another branch until there are many; returns how many. */
  private static long fill(Lab lab, Session session) throws SQLException, CannotTell {
    new Bulk(lab, session).upTo((int) (FILLED - stored(lab)), lab.name("filled-"));
    long stored = stored(lab);
    if (stored < ENOUGH) {
      throw new CannotTell("only %d commits are stored".formatted(stored));
    }
    return stored;
  }

  private static boolean isOrdered(List<Integer> places) {
    return IntStream.range(1, places.size()).allMatch(i -> places.get(i - 1) < places.get(i))
        || IntStream.range(1, places.size()).allMatch(i -> places.get(i - 1) > places.get(i));
  }

  private static List<Made> commits(Lab lab, Session session, String branch, int count)
      throws SQLException {
    var made = new ArrayList<Made>();
    for (int i = 0; i < count; i++) {
      made.add(session.make(branch, lab.name("entry") + "z"));
    }
    return made;
  }

  /** Those functions that list the commits of a branch. */
  private static List<Log> logs(Lab lab, List<Made> made) throws SQLException {
    var logs = new ArrayList<Log>();
    for (var call : lab.shared().column(FUNCTIONS)) {
      var log = new Log(lab.shared(), call + "");
      var rows = log.of(made.get(0).branch());
      if (rows.isPresent() && made.stream().allMatch(m -> has(rows.get(), m))) {
        logs.add(log);
      }
    }
    return logs;
  }

  private static boolean has(List<String> rows, Made made) {
    return place(rows, made) >= 0;
  }

  private static int place(List<String> rows, Made made) {
    return IntStream.range(0, rows.size())
        .filter(i -> rows.get(i).contains(made.message()))
        .findFirst()
        .orElse(-1);
  }

  private static String names(List<Log> logs) {
    return String.join(", ", logs.stream().map(Log::name).toList());
  }
}
