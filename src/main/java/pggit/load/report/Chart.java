package pggit.load.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A picture and the table with the same numbers. The script draws it from its JSON form.
 *
 * @param id within the page: letters and dashes
 * @param title what the picture shows to be so, as a sentence
 * @param note what is drawn, and how to read it
 * @param time whether x is the time of the run, in seconds; such charts zoom together
 * @param x horizontal axis
 * @param y vertical axis
 * @param at positions of all series that have none of their own
 * @param series what is drawn, in this order
 * @param marks lines across at a place on the x axis
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Chart(
    String id,
    @JsonIgnore String title,
    @JsonIgnore String note,
    boolean time,
    Axis x,
    Axis y,
    double[] at,
    List<ChartSeries> series,
    List<Mark> marks) {
  /**
   * A line across the chart.
   *
   * @param across on which axis {@code at} lies: {@code x} or {@code y}
   */
  record Mark(String text, String across, double at) {}

  Chart {
    series = List.copyOf(series);
    marks = List.copyOf(marks);
  }

  /** A chart along the time of the run. */
  static Chart overTime(
      String id, String title, String note, TimeAxis axis, Axis y, List<ChartSeries> series) {
    return new Chart(
        id,
        title,
        note,
        true,
        Axis.linear("time since the start", "clock"),
        y,
        axis.middles(),
        series,
        List.of());
  }

  static Chart of(String id, String title, String note, Axis x, Axis y, List<ChartSeries> series) {
    return new Chart(id, title, note, false, x, y, new double[0], series, List.of());
  }

  Chart with(List<Mark> more) {
    return new Chart(id, title, note, time, x, y, at, series, more);
  }
}
