package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import pggit.load.measure.Severity;

/** What IDs are made of, and how many there are. */
final class Ids {

  private static final int SAMPLE = 300;

  /** A sequence that lasts for fewer commits than this is a defect whatever the use. */
  private static final long FEW = 10_000_000;

  private static final String SEQUENCES =
      """
      SELECT format('%I.%I', s.schemaname, s.sequencename), s.max_value, s.increment_by, s.cycle,
             coalesce(s.last_value, s.start_value),
             coalesce((SELECT min(CASE a.atttypid WHEN 'int2'::regtype THEN 32767
                                                  WHEN 'int4'::regtype THEN 2147483647 END)
                       FROM pg_catalog.pg_depend d
                       JOIN pg_catalog.pg_attrdef f ON d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid
                       JOIN pg_catalog.pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
                       WHERE d.refclassid = 'pg_class'::regclass
                         AND d.refobjid = format('%I.%I', s.schemaname, s.sequencename)::regclass), s.max_value)
      FROM pg_catalog.pg_sequences s
      WHERE s.schemaname = 'pggit' OR s.schemaname LIKE 'pggit\\_%'
      ORDER BY 1""";

  private Ids() {}

  static Family family() {
    return Family.of(
        "IDs",
        Severity.IDENTITY,
        Property.of("IDs are plain text", Ids::plain).as(Severity.HYGIENE),
        Property.of("there are enough IDs", Ids::enough),
        Property.of(Collisions.NAME, Collisions::examine),
        Property.of("the database keeps IDs unique", Ids::keptUnique),
        Property.of("sequences last", Ids::sequences),
        Property.of("IDs do not depend on the session's random seed", Ids::seeded),
        Property.of("IDs stay unique when their numbers grow", Ids::largeNumbers));
  }

  private static List<String> sample(Lab lab) throws SQLException {
    var session = lab.user();
    var ids = new ArrayList<String>();
    for (int i = 0; i < SAMPLE; i++) {
      ids.add(session.make("sample", "sample " + i).id());
    }
    return ids;
  }

  private static Answer plain(Lab lab) throws SQLException {
    var session = lab.user();
    var findings = new Findings();
    var example = "";
    for (int i = 0; i < 20; i++) {
      var id = session.make("plain", "plain " + i).id();
      if (id.isBlank()) {
        findings.add(id.isEmpty() ? "a commit got no ID" : "a commit got a blank ID");
      } else if (!id.strip().equals(id)) {
        findings.add("an ID has blanks or line ends at its ends");
      }
      if (id.strip().chars().anyMatch(c -> Character.isISOControl(c) || c > 126)) {
        findings.add("an ID has characters that are no plain ASCII");
      }
      findings.addUnless(id.length() <= 200, "an ID has more than 200 characters");
      example = id;
    }
    return findings.answer(
        "20 IDs, printable and not longer than 200, e.g. " + example,
        "IDs such as " + Text.shown(example) + " get lost in copying");
  }

  private static Answer enough(Lab lab) throws SQLException {
    var ids = sample(lab);
    int different = new HashSet<>(ids).size();
    if (different < ids.size()) {
      return Answer.broken(
          "among "
              + SAMPLE
              + " commits in a row only "
              + different
              + " IDs differ. An ID does not lead to one commit");
    }
    int length = ids.get(0).length();
    if (ids.stream().anyMatch(id -> id.length() != length) || counts(ids, length)) {
      return Answer.holds("e.g. " + ids.get(0) + ": contains a number that grows");
    }
    double bits = bits(ids, length);
    double half = 1.1774 * Math.pow(2, bits / 2);
    return Answer.of(
        half > 5_000_000,
        "e.g. %s: random, about %.0f bits".formatted(ids.get(0), bits),
        ("IDs such as %s hold no number that grows and only about %.0f random bits: with %,.0f commits a duplicate is as likely as not. "
                + "A large history gets duplicate IDs, or commits that fail")
            .formatted(ids.get(0), bits, half));
  }

  /** Whether a part of the IDs grows from commit to commit, as a counter or a clock does. */
  private static boolean counts(List<String> ids, int length) {
    for (int from = 0; from < length; from++) {
      for (int to = from + 1; to <= length; to++) {
        boolean grows = true;
        for (int i = 1; grows && i < ids.size(); i++) {
          grows = ids.get(i - 1).substring(from, to).compareTo(ids.get(i).substring(from, to)) < 0;
        }
        if (grows) {
          return true;
        }
      }
    }
    return false;
  }

  private static double bits(List<String> ids, int length) {
    double bits = 0;
    for (int at = 0; at < length; at++) {
      var seen = new HashSet<Character>();
      for (var id : ids) {
        seen.add(id.charAt(at));
      }
      bits += Math.log(seen.size()) / Math.log(2);
    }
    return bits;
  }

  private static Answer keptUnique(Lab lab) throws SQLException {
    var anatomy = lab.anatomy();
    if (anatomy.registry().isEmpty() && anatomy.id().isEmpty()) {
      return Answer.notApplicable();
    }
    var admin = lab.admin();
    var where = new ArrayList<String>();
    if (anatomy.registry().isPresent()) {
      where.add(unique(admin, "trinity_ids", anatomy.registry().get()));
    }
    if (anatomy.id().isPresent()) {
      where.add(unique(admin, "commits", anatomy.id().get()));
    }
    if (!where.contains("unique") && !where.contains("not unique")) {
      return Answer.notApplicable(); // views: what is behind them cannot be told by names
    }
    return Answer.of(
        where.contains("unique"),
        "a unique index holds the IDs",
        "neither pggit.trinity_ids nor pggit.commits has a unique index on the ID. If the same ID is"
            + " ever given out twice, both are stored and nobody notices");
  }

  /** Tests and samples set it, so that they can be repeated. */
  private static Answer seeded(Lab lab) throws SQLException, CannotTell {
    var before = new ArrayList<String>();
    var ids = new ArrayList<String>();
    for (boolean first : new boolean[] {true, false}) {
      var session = lab.user();
      before.add(session.make("seeded", lab.name("before the seed ")).id());
      session.run("SELECT setseed(0.25)");
      var failure =
          session.attempt(() -> ids.add(session.make("seeded", lab.name("after the seed ")).id()));
      if (failure.filter(f -> first || !f.isDuplicate()).isPresent()) {
        throw new CannotTell("a commit after setseed() fails with " + failure.get());
      }
      if (failure.isPresent()) {
        return Answer.broken(
                "after setseed() in two sessions the second one's commit fails with %s: IDs are made with random(). Whoever repeats a series of random numbers repeats IDs"
                    .formatted(failure.get()))
            .seeing(failure);
      }
    }
    if (before.get(0).equals(before.get(1))) {
      return Answer.notApplicable(); // with a seed or without
    }
    return Answer.of(
        !ids.get(0).equals(ids.get(1)),
        "two sessions with the same seed get different IDs",
        "after setseed() in two sessions both get the ID %s: IDs are made with random(). Whoever repeats a series of random numbers repeats IDs"
            .formatted(ids.get(0)));
  }

  private static String unique(Session session, String table, String column) throws SQLException {
    var kind =
        session.text("SELECT relkind FROM pg_class WHERE oid = to_regclass('pggit." + table + "')");
    if (!"r".equals(kind) && !"p".equals(kind)) {
      return kind == null ? "none" : "view";
    }
    return session.holds(
            """
            SELECT EXISTS (
              SELECT FROM pg_catalog.pg_index i
              JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
              WHERE i.indrelid = ?::regclass AND i.indisunique AND i.indisvalid AND i.indnkeyatts = 1
                AND i.indpred IS NULL AND quote_ident(a.attname) = quote_ident(?))""",
            "pggit." + table,
            column.substring(1, column.length() - 1))
        ? "unique"
        : "not unique";
  }

  private static Answer sequences(Lab lab) throws SQLException {
    var findings = new Findings();
    long room = Long.MAX_VALUE;
    var rows = lab.admin().rows(SEQUENCES);
    for (var row : rows) {
      long increment = Math.max(1, Math.abs(Long.parseLong(row[2] + "")));
      long max = Math.min(Long.parseLong(row[1] + ""), Long.parseLong(row[5] + ""));
      long left = (max - Long.parseLong(row[4] + "")) / increment;
      findings.addUnless(
          !"t".equals(row[3]), "sequence " + row[0] + " begins again after " + row[1] + " (CYCLE)");
      findings.addUnless(left >= FEW, "sequence %s has %,d numbers left".formatted(row[0], left));
      room = Math.min(room, left);
    }
    if (findings.none() && room <= Integer.MAX_VALUE) {
      return Answer.holds("enough for %,d commits, no longer".formatted(room));
    }
    return findings.answer(
        rows.isEmpty() ? "there are none" : rows.size() + " sequences, 64 bits",
        "Then commits fail, or numbers come again");
  }

  /** As if there had been a hundred thousand, a million … commits before. */
  private static Answer largeNumbers(Lab lab) throws SQLException {
    var admin = lab.admin();
    var session = lab.user();
    var before = values(admin);
    session.make("large", "which sequences move");
    var moving = new ArrayList<String>();
    values(admin)
        .forEach(
            (sequence, value) -> {
              if (!value.equals(before.get(sequence))) {
                moving.add(sequence);
              }
            });
    if (moving.isEmpty()) {
      return Answer.notApplicable();
    }
    var findings = new Findings();
    Map<String, Long> seen = new HashMap<>();
    for (long number :
        List.of(
            998L,
            9_998L,
            65_534L,
            99_998L,
            999_998L,
            9_999_998L,
            16_777_214L,
            99_999_998L,
            2_147_483_000L,
            4_294_967_294L,
            9_999_999_998L,
            999_999_999_998L)) {
      boolean fits = true;
      for (var sequence : moving) {
        fits &=
            admin.number("SELECT seqmax FROM pg_sequence WHERE seqrelid = ?::regclass", sequence)
                > number + 100;
      }
      if (!fits) {
        break;
      }
      for (var sequence : moving) {
        admin.text("SELECT setval(?::regclass, ?)", sequence, number);
      }
      for (int i = 1; i <= 4; i++) {
        var made = new Made[1];
        var failure = session.attempt(() -> made[0] = session.make("large", "large " + number));
        if (failure.isPresent()) {
          findings.add(
              "commit number %,d fails with %s".formatted(number + i, failure.get()),
              failure.get());
          break;
        }
        if (made[0].id().isEmpty()) {
          findings.add("commit number %,d gets no ID".formatted(number + i));
          break;
        }
        var earlier = seen.putIfAbsent(made[0].id(), number + i);
        if (earlier != null) {
          findings.add(
              "commits number %,d and %,d both get the ID %s"
                  .formatted(earlier, number + i, made[0].id()));
          break;
        }
      }
      if (!findings.none()) {
        break;
      }
    }
    return findings.answer(
        "no ID twice up to a number of 12 digits", "It works only as long as the history is small");
  }

  /** Where each sequence of pgGit stands, by its quoted name. */
  private static Map<String, String> values(Session session) throws SQLException {
    var values = new HashMap<String, String>();
    for (var row : session.rows(SEQUENCES)) {
      var name = row[0] + "";
      values.put(name, session.text("SELECT last_value::text || is_called FROM " + name) + "");
    }
    return values;
  }
}
