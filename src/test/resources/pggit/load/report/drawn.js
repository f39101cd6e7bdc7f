/* Which series of the page's charts are not to be seen: looks for a stroke or an area in the series' colour. */
const missing = [];
const seen = (svg, colors) => {
  const frame = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('path, polyline, polygon, circle, rect')].some(shape => {
    const box = shape.getBoundingClientRect();
    const style = getComputedStyle(shape);
    const below = box.top >= frame.top + 20; // above it is the legend
    const within = box.right <= frame.right + 20 && box.left >= frame.left - 20 && box.bottom <= frame.bottom + 20;
    return below && within && (box.width > 1 || box.height > 1) && (colors.includes(style.stroke) || colors.includes(style.fill));
  });
};
for (const [id, chart] of Object.entries(page.data.charts || {})) {
  const svg = document.querySelector(`#chart-${id} svg`);
  for (const series of chart.series) {
    const values = [...(series.y || []), ...(series.low || [])].filter(v => v !== null);
    const area = series.shape === 'bars' || series.shape === 'area';
    if (!values.length || (area && values.every(v => v === 0))) continue;
    const colors = series.shape === 'cells' ? [0, 1, 2, 3, 4, 5, 6].map(h => page.color('h' + h)) : [page.color(series.color)];
    if (!svg || !seen(svg, colors)) missing.push(`${id}: ${series.name}`);
  }
}
return missing;
