package pggit.load.report;

import java.util.List;

/**
 * A part of the page.
 *
 * @param id anchor
 * @param title heading; empty where there is nothing to see
 * @param absent why there is nothing to see; empty if there is, or if nobody asks
 */
record Section(String id, String title, List<Chart> charts, String absent) {
  Section {
    charts = List.copyOf(charts);
  }

  /** One with charts; where there is none, none that anybody misses. */
  static Section of(String id, String title, List<Chart> charts) {
    return charts.isEmpty() ? absent("") : new Section(id, title, charts, "");
  }

  /** One with a table of the template's. */
  static Section ofTable(String id, String title) {
    return new Section(id, title, List.of(), "");
  }

  static Section absent(String why) {
    return new Section("", "", List.of(), why);
  }

  /** So many charts are read more easily two in a row. */
  boolean pairs() {
    return charts.size() > 3;
  }

  boolean isAbsent() {
    return title.isEmpty();
  }
}
