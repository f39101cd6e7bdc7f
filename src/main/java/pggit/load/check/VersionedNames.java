package pggit.load.check;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Versions of tables with names, schemas and columns that are out of the ordinary. */
final class VersionedNames {

  private static final Logger LOG = LoggerFactory.getLogger(VersionedNames.class);

  private VersionedNames() {}

  static Family family() {
    return Family.of(
        "versions of unusual tables",
        Property.always("tables with unusual names have versions", VersionedNames::names),
        Property.always(
            "tables whose names differ only in case are two tables", VersionedNames::caseTwins),
        Property.always(
            "tables of the same name in two schemas are two tables", VersionedNames::schemas),
        Property.always("a table in another schema has a version", VersionedNames::otherSchema),
        Property.always("a table with 1600 columns has a version", VersionedNames::wide),
        Property.always(
            "partitions and heirs have versions of their own", VersionedNames::partitions),
        Property.always(
            "ALTER TABLE moves the versions of partitions and heirs too", VersionedNames::heirs),
        Property.always("versions go on after DROP SCHEMA CASCADE", VersionedNames::dropSchema),
        Property.always("asking for a version writes nothing", VersionedNames::asking));
  }

  private static Answer asking(Lab lab) throws SQLException {
    if (!Versions.claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var table = lab.name("asked_");
    session.run("CREATE TABLE " + table + " (id int)");
    session.begin();
    session.run("SET TRANSACTION READ ONLY");
    var failure = session.attempt(() -> Version.of(lab, session, table));
    session.undo();
    return Answer.of(
        failure.isEmpty(),
        "get_version works in a read-only transaction",
        "in a read-only transaction get_version fails with %s. Nobody can ask on a standby, and each question is a write"
            .formatted(failure.map(Failure::toString).orElse("")));
  }

  private static Answer names(Lab lab) throws SQLException {
    if (!Versions.claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var findings = new Findings();
    var names =
        List.of(
            "MixedCase",
            "with space",
            "with\"quote",
            "it's",
            "per%cent%s",
            "dot.ted",
            "select",
            "üñï_🐘",
            "back\\slash",
            "$1",
            "n".repeat(62) + "1",
            "n".repeat(62) + "2");
    for (var name : names) {
      var quoted = Explorer.quoted(name);
      var failure =
          session.attempt(
              "CREATE TABLE %s (\"col umn\" int, \"Q\"\"uote\" text DEFAULT 'it''s %%', \"ü\" int)"
                  .formatted(quoted));
      if (failure.isPresent()) {
        findings.add("CREATE TABLE " + Text.shown(quoted) + " fails with " + failure.get());
        continue;
      }
      var before = anyVersion(lab, session, name);
      findings.addUnless(before.isPresent(), "table " + Text.shown(quoted) + " has no version");
      failure = session.attempt("ALTER TABLE " + quoted + " ADD COLUMN more int");
      if (failure.isPresent()) {
        findings.add("ALTER TABLE " + Text.shown(quoted) + " fails with " + failure.get());
      } else if (before.isPresent()) {
        var after = anyVersion(lab, session, name);
        findings.addUnless(
            after.isPresent() && after.get().after(before.get()),
            "ALTER TABLE " + Text.shown(quoted) + " leaves its version at " + before.get());
      }
      session
          .attempt("DROP TABLE IF EXISTS " + quoted)
          .ifPresent(f -> findings.add("DROP TABLE " + Text.shown(quoted) + " fails with " + f));
    }
    return findings.answer(
        names.size() + " names, from mixed case to 63 characters",
        "Tables whose names need quotes cannot be used with pgGit");
  }

  /** By the name as it is, or quoted as an identifier: the contract does not say which. */
  static Optional<Version> anyVersion(Lab lab, Session session, String name) {
    for (var argument : List.of(name, Explorer.quoted(name))) {
      try {
        var version = Version.of(lab, session, argument);
        if (version.isPresent()) {
          return version;
        }
      } catch (SQLException notInThisSpelling) {
        LOG.trace("{}", argument, notInThisSpelling);
      }
    }
    return Optional.empty();
  }

  private static Answer caseTwins(Lab lab) throws SQLException {
    if (!Versions.claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var lower = lab.name("twin_case_");
    var upper = Explorer.quoted(lower.toUpperCase(Locale.ROOT));
    var findings = new Findings();
    session.run("CREATE TABLE " + lower + " (id int)");
    var before = Version.of(lab, session, lower).map(Version::text).orElse("none");
    for (var ddl :
        List.of(
            "CREATE TABLE %s (id int)", "ALTER TABLE %s ADD COLUMN more int", "DROP TABLE %s")) {
      var failure = session.attempt(ddl.formatted(upper));
      var now = Version.of(lab, session, lower).map(Version::text).orElse("none");
      if (failure.isPresent()) {
        findings.add("%s fails with %s".formatted(ddl.formatted("“T”"), failure.get()));
        break;
      } else if (!now.equals(before)) {
        findings.add(
            "%s takes the version of t from %s to %s".formatted(ddl.formatted("“T”"), before, now));
        break;
      }
    }
    return findings.answer(
        "CREATE, ALTER and DROP of “T” leave the version of t at " + before,
        "Tables are mixed up by name");
  }

  private static Answer schemas(Lab lab) throws SQLException, CannotTell {
    if (!Versions.claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var schema = lab.name("twin_schema_");
    var table = lab.name("twin_");
    var findings = new Findings();
    session.run("CREATE SCHEMA " + schema);
    session.run("CREATE TABLE " + table + " (id int)");
    var before = Versions.known(lab, session, table);
    for (var ddl :
        List.of(
            "CREATE TABLE %s.%s (id int)",
            "ALTER TABLE %s.%s ADD COLUMN a int",
            "ALTER TABLE %s.%s ADD COLUMN b int",
            "DROP TABLE %s.%s")) {
      var failure = session.attempt(ddl.formatted(schema, table));
      if (failure.isPresent()) {
        findings.add(
            "with a table of that name in schema public, %s in another schema fails with %s"
                .formatted(ddl.substring(0, ddl.indexOf(" TABLE") + 6), failure.get()));
        break;
      }
      var now = Version.of(lab, session, table).map(Version::text).orElse("none");
      if (!now.equals(before.text())) {
        findings.add(
            "%s of the other schema's table takes the version of public's from %s to %s"
                .formatted(ddl.substring(0, ddl.indexOf(" TABLE") + 6), before, now));
        break;
      }
    }
    return findings.answer(
        "CREATE, ALTER and DROP of a namesake leave the version at " + before,
        "Tables are mixed up by name");
  }

  private static Answer otherSchema(Lab lab) throws SQLException {
    if (!Versions.claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var schema = lab.name("other_schema_");
    var table = lab.name("elsewhere_");
    session.run("CREATE SCHEMA " + schema);
    session.run("CREATE TABLE " + schema + "." + table + " (id int)");
    var bare = Version.of(lab, session, schema, table);
    session.run("SET search_path = " + schema + ", public");
    var alongPath = Version.of(lab, session, schema, table);
    if (bare.isEmpty() && alongPath.isEmpty()) {
      return Answer.broken(
          "a table outside of schema public has no version, even with its schema in the search_path."
              + " Only schema public is versioned");
    }
    session.run("CREATE SCHEMA " + schema + "_in CREATE TABLE " + table + "_in (id int)");
    session.run("SET search_path = " + schema + "_in, public");
    var findings = new Findings();
    findings.addUnless(
        Version.of(lab, session, schema + "_in", table + "_in").isPresent(),
        "a table created by CREATE SCHEMA … CREATE TABLE has no version");
    var similar = lab.name("pgapp"); // pg_ is PostgreSQL's, pg alone is not
    session.run("CREATE SCHEMA " + similar);
    session.run("CREATE TABLE " + similar + "." + table + "_pg (id int)");
    session.run("SET search_path = " + similar + ", public");
    findings.addUnless(
        Version.of(lab, session, similar, table + "_pg").isPresent(),
        "a table in a schema whose name begins with “pg” has no version");
    return findings.answer(
        "known as " + bare.or(() -> alongPath).map(Version::text).orElse(""),
        "Tables come into being that pgGit does not know");
  }

  private static Answer wide(Lab lab) throws SQLException {
    if (!Versions.claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var findings = new Findings();
    for (int columns : List.of(100, 1599)) {
      var table = lab.name("wide_");
      var list =
          IntStream.rangeClosed(1, columns)
              .mapToObj(i -> "a_rather_long_column_name_" + i + " int")
              .collect(Collectors.joining(", "));
      var failure = session.attempt("CREATE TABLE " + table + " (" + list + ")");
      if (failure.isPresent()) {
        findings.add("CREATE TABLE with " + columns + " columns fails with " + failure.get());
        continue;
      }
      var before = Version.of(lab, session, table);
      findings.addUnless(before.isPresent(), "a table with " + columns + " columns has no version");
      failure = session.attempt("ALTER TABLE " + table + " ADD COLUMN one_more text");
      if (failure.isPresent()) {
        findings.add("its ALTER TABLE fails with " + failure.get());
      } else if (before.isPresent()) {
        var after = Version.of(lab, session, table);
        findings.addUnless(
            after.isPresent() && after.get().after(before.get()),
            "its version stays at " + before.get() + " after ALTER TABLE");
      }
      session
          .attempt("DROP TABLE IF EXISTS " + table)
          .ifPresent(f -> findings.add("its DROP TABLE fails with " + f));
    }
    return findings.answer(
        "tables of 100 and 1600 columns created, altered, dropped",
        "PostgreSQL takes 1600 columns, pgGit does not");
  }

  private static Answer partitions(Lab lab) throws SQLException {
    if (!Versions.claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var parent = lab.name("parted_");
    var findings = new Findings();
    var steps = new LinkedHashMap<String, String>();
    steps.put("a partitioned table", "CREATE TABLE %1$s (id int, d text) PARTITION BY RANGE (id)");
    steps.put("a partition", "CREATE TABLE %1$s_1 PARTITION OF %1$s FOR VALUES FROM (0) TO (10)");
    steps.put("another partition", "CREATE TABLE %1$s_2 PARTITION OF %1$s DEFAULT");
    steps.put("an heir", "CREATE TABLE %1$s_3 () INHERITS (no_such)");
    steps.put("a column for all partitions", "ALTER TABLE %1$s ADD COLUMN more int");
    steps.put("DETACH", "ALTER TABLE %1$s DETACH PARTITION %1$s_2");
    steps.put("ATTACH", "ALTER TABLE %1$s ATTACH PARTITION %1$s_2 DEFAULT");
    session.run("CREATE TABLE " + parent + "_base (id int)");
    for (var step : steps.entrySet()) {
      session
          .attempt(step.getValue().formatted(parent).replace("no_such", parent + "_base"))
          .ifPresent(f -> findings.add(step.getKey() + " fails with " + f));
    }
    for (var table : List.of(parent, parent + "_1", parent + "_3")) {
      findings.addUnless(
          Version.of(lab, session, table).isPresent(),
          table.replace(parent, "a partitioned table’s ") + " has no version");
    }
    session
        .attempt("DROP TABLE " + parent)
        .ifPresent(f -> findings.add("DROP of a partitioned table fails with " + f));
    return findings.answer(
        "partitions and heirs are created, altered, detached and dropped",
        "Partitioned tables and pgGit do not go together");
  }

  private static Answer heirs(Lab lab) throws SQLException, CannotTell {
    if (!Versions.claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var parted = lab.name("parted_");
    var base = lab.name("base_");
    var findings = new Findings();
    session.run("CREATE TABLE " + parted + " (id int) PARTITION BY RANGE (id)");
    session.run("CREATE TABLE " + base + " (id int)");
    for (var create :
        List.of(
            "CREATE TABLE %1$s_part PARTITION OF %1$s DEFAULT PARTITION BY RANGE (id)"
                .formatted(parted),
            "CREATE TABLE %1$s_part_part PARTITION OF %1$s_part DEFAULT".formatted(parted),
            "CREATE TABLE %1$s_heir () INHERITS (%1$s)".formatted(base))) {
      var failure = session.attempt(create);
      if (failure.isPresent()) {
        throw new CannotTell("a partition or heir cannot be created: " + failure.get());
      }
    }
    var below = new LinkedHashMap<String, String>();
    below.put("partition", parted + "_part");
    below.put("partition's partition", parted + "_part_part");
    below.put("heir", base + "_heir");
    var before = new LinkedHashMap<String, Optional<Version>>();
    for (var what : below.keySet()) {
      before.put(what, Version.of(lab, session, below.get(what) + ""));
    }
    session.run("ALTER TABLE " + parted + " ADD COLUMN more int");
    session.run("ALTER TABLE " + base + " ADD COLUMN more int");
    for (var was : before.entrySet()) {
      var after = Version.of(lab, session, below.get(was.getKey()) + "");
      findings.addUnless(
          was.getValue().isEmpty()
              || (after.isPresent() && after.get().after(was.getValue().get())),
          "ADD COLUMN to a table leaves its %s, which has the column now, at %s"
              .formatted(was.getKey(), after.map(Version::text).orElse("no version")));
    }
    return findings.answer(
        "a column that comes from above moves a partition and an heir",
        "Different states of a table have the same version");
  }

  private static Answer dropSchema(Lab lab) throws SQLException, CannotTell {
    if (!Versions.claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var schema = lab.name("doomed_");
    var table = lab.name("doomed_table_");
    session.run("CREATE SCHEMA " + schema);
    session.run("CREATE TABLE " + schema + "." + table + " (id int)");
    session.run("DROP SCHEMA " + schema + " CASCADE");
    var left = new java.util.ArrayList<Version>();
    session.attempt(
        () -> Version.of(lab, session, schema, table).filter(v -> !v.ended()).ifPresent(left::add));
    var findings = new Findings();
    findings.addUnless(left.isEmpty(), "a table dropped along with its schema still has a version");
    session.run("CREATE TABLE " + table + " (id int)");
    Versions.known(lab, session, table);
    return findings.answer(
        "tables dropped along with their schema are gone",
        "pgGit reports tables that do not exist");
  }
}
