package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Two different names are two branches, and a branch keeps its name. */
final class BranchNames {

  private static final String MEANING =
      "Commits of two branches end up in one history, or on a branch nobody named";

  private BranchNames() {}

  static Family family() {
    return Family.of(
        "branch names",
        names(
            "ordinary branch names are taken",
            true,
            List.of(
                "main",
                "master",
                "develop",
                "feature/login",
                "user/jane/topic",
                "hotfix/JIRA-123",
                "release-1.0",
                "v2.0.1",
                "fix_123",
                "42",
                "MyFeature",
                "a".repeat(60))),
        names(
            "upper and lower case make different branches",
            List.of("Feature", "feature", "FEATURE", "fEATURE", "Übung", "übung", "ÜBUNG")),
        names(
            "blanks and special characters in branch names",
            List.of(
                "two words",
                "two  words",
                "two-words",
                "two_words",
                " two words",
                "two words ",
                "feature/a",
                "feature/a/b",
                "feature.a",
                "it's",
                "say \"x\"",
                "back\\slash",
                "100%",
                "100%s",
                "$1 $$",
                "a;b --",
                "{a,b}",
                "HEAD",
                "select",
                "x'); DROP TABLE pggit.commits; --")),
        names(
            "Unicode in branch names",
            List.of(
                "ветка", "分支", "🐘", "é", "e\u0301", "Å", "\u212b", "naïve", "naive", "ß", "ss")),
        names("long branch names with the same beginning", longNames()));
  }

  private static List<String> longNames() {
    var names = new ArrayList<String>();
    for (int prefix : List.of(31, 62, 63, 64, 100, 127, 128, 199, 200, 249, 254, 255, 256, 500)) {
      names.add("b".repeat(prefix) + "1");
      names.add("b".repeat(prefix) + "2");
    }
    return names;
  }

  private static Property names(String property, List<String> names) {
    return names(property, false, names);
  }

  /**
   * @param all whether each of the names has to be taken; otherwise they may be refused too
   */
  private static Property names(String property, boolean all, List<String> names) {
    return Property.of(
        property,
        lab -> {
          var session = lab.user();
          var findings = new Findings();
          var made = new ArrayList<Made>();
          int refused = 0;
          for (var name : names) {
            var before = lab.anatomy().counts(lab.shared());
            var failure =
                session.attempt(() -> made.add(session.make(name, lab.name("on branch "))));
            if (failure.isPresent()) {
              refused++;
              if (all || !failure.get().isRefusal()) {
                findings.add(shown(name) + " fails with " + failure.get());
              }
              for (var left : lab.anatomy().changes(lab.shared(), before)) {
                findings.add(shown(name) + " is refused, and yet " + left);
              }
            }
          }
          for (var commit : made) {
            wrong(lab, session, commit).ifPresent(findings::add);
          }
          return findings.answer(
              made.size()
                  + " branches kept apart"
                  + (refused > 0 ? ", " + refused + " refused" : ""),
              MEANING);
        });
  }

  private static Optional<String> wrong(Lab lab, Session session, Made made) throws SQLException {
    var anatomy = lab.anatomy();
    var stored = anatomy.stored(session, made);
    if (!stored.equals(Optional.of(made.message()))) {
      return Optional.of(
          "the commit on "
              + shown(made.branch())
              + (stored.isEmpty() ? " is not stored" : " has another message"));
    }
    if (anatomy.branch().isPresent()) {
      var branch = anatomy.branchOf(session, made);
      if (!branch.equals(Optional.of(made.branch()))) {
        return Optional.of(
            "a commit on %s is stored on %s"
                .formatted(
                    shown(made.branch()), branch.map(BranchNames::shown).orElse("no branch")));
      }
    }
    if (anatomy.branches().isPresent() && anatomy.branchRows(session, made.branch()) != 1) {
      return Optional.of(
          "pggit.branches has %d rows named %s"
              .formatted(anatomy.branchRows(session, made.branch()), shown(made.branch())));
    }
    return Optional.empty();
  }

  private static String shown(String name) {
    return name.length() <= 40
        ? Text.shown(name)
        : "a name of %d characters (“…%s”)"
            .formatted(name.length(), name.substring(name.length() - 3));
  }
}
